import type { Notice } from '../../../domain/effects.ts';
import type { NoticeFacts } from '../facts.ts';
import type { Letter } from '../letter.ts';
import * as approval from './approval.ts';
import * as approvalNews from './approval-news.ts';
import * as collection from './collection.ts';
import * as contract from './contract.ts';
import * as incident from './incident.ts';
import * as invoice from './invoice.ts';
import * as opportunity from './opportunity.ts';
import * as order from './order.ts';
import * as payment from './payment.ts';
import * as receipt from './receipt.ts';
import * as standIn from './stand-in.ts';
import * as step from './step.ts';

/** The letter each notice becomes. */
export const templates = {
  'opportunity.followUpDue': opportunity.followUpDue,
  'opportunity.followUpEscalated': opportunity.followUpEscalated,
  'opportunity.assigned': opportunity.assigned,
  'contract.ended': opportunity.contractEnded,
  'contract.reminder': contract.reminder,
  'contract.escalated': contract.escalated,
  'contract.reviewEnded': contract.reviewEnded,
  'contract.copyToConfirm': contract.copyToConfirm,
  'contract.copyRefused': contract.copyRefused,
  'contract.expiring': contract.expiring,
  'contract.renewed': contract.renewed,
  'contract.closed': contract.closed,
  'contract.assigned': contract.assigned,
  'approval.requested': approval.requested,
  'approval.reminder': approval.reminder,
  'approval.urged': approval.urged,
  'approval.escalated': approvalNews.escalated,
  'approval.transferred': approval.transferred,
  'approval.decided': approvalNews.decided,
  'approval.withdrawn': approvalNews.withdrawn,
  'approval.opinionRequested': approval.opinionRequested,
  'approval.sentBack': approvalNews.sentBack,
  'approval.cc': approvalNews.copied,
  'approval.question': approvalNews.question,
  'approval.answer': approvalNews.answer,
  'approval.overridden': approvalNews.overridden,
  'payment.eventAwaited': collection.eventAwaited,
  'payment.notice': payment.notice,
  'payment.reminder': payment.reminder,
  'payment.secondReminder': payment.secondReminder,
  'payment.formalLetter': payment.formalLetter,
  'payment.escalated': collection.escalated,
  'payment.settled': collection.settled,
  'payment.preview': collection.preview,
  'payment.task': collection.task,
  'receipt.toMatch': receipt.toMatch,
  'receipt.reminder': receipt.reminder,
  'receipt.escalated': receipt.escalated,
  'invoice.requested': invoice.requested,
  'invoice.sentBack': invoice.sentBack,
  'invoice.issued': invoice.issued,
  'invoice.reminder': invoice.reminder,
  'invoice.escalated': invoice.escalated,
  'order.assigned': order.assigned,
  'order.approvalEnded': order.approvalEnded,
  'order.overdue': order.overdue,
  'order.escalated': order.escalated,
  'order.creditHeld': order.creditHeld,
  'order.shipped': order.shipped,
  'order.delivered': order.delivered,
  'order.returned': order.returned,
  'order.cancelled': order.cancelled,
  'step.failed': step.failed,
  'incident.opened': incident.opened,
  'incident.reminder': incident.reminder,
  'incident.escalated': incident.escalated,
  'standIn.asked': standIn.asked,
} as const satisfies Record<Notice, (facts: NoticeFacts) => Letter>;
