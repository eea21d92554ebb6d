import type { Locale, Notice } from '../../../domain/effects.ts';
import { momentText } from '../../../domain/moment.ts';
import { formatMoney } from '../../../domain/money.ts';
import { waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, person, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

const labels = {
  en: {
    document: 'Document',
    version: 'Version',
    title: 'Title',
    amount: 'Amount',
    customer: 'Customer',
    starter: 'Asked by',
    step: 'Step',
    due: 'Due',
  },
  'zh-CN': {
    document: '文件编号',
    version: '版本',
    title: '标题',
    amount: '金额',
    customer: '客户',
    starter: '发起人',
    step: '环节',
    due: '期限',
  },
} as const satisfies Record<Locale, object>;

/** Mails about what needs no answer any more, so that a deadline would only mislead. */
const closing: readonly Notice[] = ['approval.decided', 'approval.withdrawn', 'approval.cc', 'approval.overridden'];

/** The mails of one approval share a subject, so that they stay together in the reader's mailbox. */
function subject({ locale, wait: { subject: about } }: NoticeFacts): string {
  return `${about.number} ${locale === 'zh-CN' ? '审批：' : 'Approval: '}${about.title}`;
}

function documentFacts(facts: NoticeFacts): NonNullable<Letter['facts']> {
  const { locale, notice, reader } = facts;
  const { subject: about, dueAt } = facts.wait;
  const over = closing.includes(notice);
  const label = labels[locale];
  const rows: [string, string | null | undefined][] = [
    [label.document, about.number],
    [label.version, about.documentVersion === undefined ? null : `v${about.documentVersion}`],
    [label.title, about.title],
    [label.amount, about.amount && formatMoney(about.amount)],
    [label.customer, about.customer?.name],
    [label.starter, person(facts, 'starter')],
    [label.step, text(facts, `nodeTitle.${locale}`)],
    [label.due, over || dueAt === null ? null : momentText(dueAt, reader)],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

/** What a mail about an approval says beside the facts of its document. */
interface Wording {
  readonly opening: readonly string[];
  readonly quote?: string | null;
  readonly closing?: readonly string[];
}

export function letter(facts: NoticeFacts, { opening, quote, closing = [] }: Wording): Letter {
  return {
    subject: subject(facts),
    greeting: greeting(facts),
    opening,
    facts: documentFacts(facts),
    ...(quote ? { quote } : {}),
    closing,
    footer: footer(facts),
  };
}

/** Asks the holder for a decision: what happens if none comes, and the way to give one. */
function asking(facts: NoticeFacts, opening: readonly string[], quote?: string | null): Letter {
  const { locale, decideAt, reader, wait } = facts;
  const zh = locale === 'zh-CN';
  const asked = letter(facts, { opening, quote: quote ?? null, closing: [waitSentence(wait, reader)] });
  if (!decideAt) return asked;
  const promise = zh
    ? '按钮会打开一个页面，您可在其中阅读文件；在页面上确认之前不会作出任何决定，无需登录。'
    : 'The buttons open a page on which you can read the document. Nothing is decided until you confirm it there; no sign-in is needed.';
  return {
    ...asked,
    closing: [...(asked.closing ?? []), promise],
    agree: { label: zh ? '同意' : 'Approve', url: decideAt },
    refuse: { label: zh ? '拒绝' : 'Reject', url: `${decideAt}?choose=reject` },
    links: [{ label: zh ? '阅读文件' : 'Read the document', url: `${decideAt}/document` }],
  };
}

export function requested(facts: NoticeFacts): Letter {
  const zh = facts.locale === 'zh-CN';
  const starter = person(facts, 'starter') ?? (zh ? '同事' : 'A colleague');
  if (facts.details.returned === true) return asking(facts, [returned(facts)], text(facts, 'comment'));
  const lines = [
    zh ? `${starter}请您审批以下文件。` : `${starter} asks for your decision on this document.`,
    addedBy(facts),
    inPlaceOf(facts),
  ];
  return asking(
    facts,
    lines.filter((line) => line !== null),
    text(facts, 'comment'),
  );
}

/** Says who had the reader asked, where it was not the variant. */
function addedBy(facts: NoticeFacts): string | null {
  const by = person(facts, 'addedBy');
  if (!by) return null;
  return facts.locale === 'zh-CN' ? `您由${by}加签。` : `${by} has asked for you to decide as well.`;
}

/** Says in whose place the reader is asked. */
function inPlaceOf(facts: NoticeFacts): string | null {
  const principal = person(facts, 'onBehalfOf');
  if (!principal) return null;
  return facts.locale === 'zh-CN'
    ? `${principal}目前不在岗，由您代为审批；${principal}本人仍可审批。`
    : `${principal} is away and you decide in their place; they may still decide themselves.`;
}

/** It is the reader's turn again after others they had asked. */
function returned(facts: NoticeFacts): string {
  const zh = facts.locale === 'zh-CN';
  const from = person(facts, 'from');
  const opinion = text(facts, 'opinion');
  if (from && opinion === 'approved') {
    return zh ? `${from}的意见：赞成。请您作出决定。` : `${from} is in favour. The decision is yours again.`;
  }
  if (from && opinion === 'rejected') {
    return zh ? `${from}的意见：反对。请您作出决定。` : `${from} is against it. The decision is yours again.`;
  }
  if (from) return zh ? `${from}已同意，现请您审批。` : `${from} has approved; it is your turn now.`;
  return zh ? '以下文件现由您审批。' : 'The decision on this document is yours again.';
}

export function opinionRequested(facts: NoticeFacts): Letter {
  const zh = facts.locale === 'zh-CN';
  const by = person(facts, 'addedBy') ?? (zh ? '审批人' : 'The approver');
  return asking(
    facts,
    zh
      ? [`${by}想征求您对以下文件的意见。“同意”或“拒绝”仅作为意见，最终仍由${by}决定。`]
      : [`${by} asks for your opinion on this document. “Approve” and “Reject” give an opinion; ${by} still decides.`],
    text(facts, 'comment'),
  );
}

export function reminder(facts: NoticeFacts): Letter {
  return asking(
    facts,
    facts.locale === 'zh-CN'
      ? ['以下文件仍在等待您的审批。请使用本邮件中的按钮，之前邮件里的按钮仅供查看。']
      : [
          'This document still waits for your decision. Please use the buttons of this mail; those of earlier ones only show the document.',
        ],
  );
}

export function urged(facts: NoticeFacts): Letter {
  const by = person(facts, 'urgedBy');
  return asking(
    facts,
    facts.locale === 'zh-CN'
      ? [`${by ?? '发起人'}催办：请尽快审批以下文件。`]
      : [`${by ?? 'The person who started it'} asks you to decide on this document soon.`],
  );
}

export function transferred(facts: NoticeFacts): Letter {
  const from = person(facts, 'from');
  const passed =
    facts.locale === 'zh-CN'
      ? `${from ?? '原审批人'}的审批任务已转交给您。`
      : `This decision has passed from ${from ?? 'its former holder'} to you.`;
  return asking(
    facts,
    [passed, inPlaceOf(facts)].filter((line) => line !== null),
    text(facts, 'comment'),
  );
}
