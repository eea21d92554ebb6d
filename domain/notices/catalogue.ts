import type { Notice } from '../effects.ts';
import type { Localised } from '../variant.ts';

/**
 * What a notice is to its reader: it asks for a decision, says that something has failed, gives or shows them something
 * to do, tells them what has happened, or is a letter to a customer.
 */
export type NoticeSort = 'decision' | 'alarm' | 'task' | 'news' | 'letter';

interface Entry {
  readonly sort: NoticeSort;
  /** What people call it where they choose how it comes. */
  readonly label: Localised;
}

/** Every notice there is. */
export const catalogue = {
  'opportunity.followUpDue': { sort: 'task', label: { en: 'Follow-up due', 'zh-CN': '跟进到期' } },
  'opportunity.followUpEscalated': {
    sort: 'task',
    label: { en: 'Follow-up overdue, escalated', 'zh-CN': '跟进逾期上报' },
  },
  'opportunity.assigned': { sort: 'task', label: { en: 'Deal assigned to you', 'zh-CN': '商机分配给您' } },
  'contract.ended': { sort: 'task', label: { en: 'Contract of a deal void', 'zh-CN': '商机合同已作废' } },
  'contract.reminder': { sort: 'task', label: { en: 'Contract step overdue', 'zh-CN': '合同待办提醒' } },
  'contract.escalated': { sort: 'task', label: { en: 'Contract overdue, escalated', 'zh-CN': '合同逾期上报' } },
  'contract.reviewEnded': { sort: 'task', label: { en: 'Contract not approved', 'zh-CN': '合同审批未通过' } },
  'contract.copyToConfirm': { sort: 'task', label: { en: 'Signed copy to check', 'zh-CN': '签署件待核对' } },
  'contract.copyRefused': { sort: 'task', label: { en: 'Signed copy refused', 'zh-CN': '签署件被退回' } },
  'contract.expiring': { sort: 'task', label: { en: 'Contract about to end', 'zh-CN': '合同即将到期' } },
  'contract.renewed': { sort: 'news', label: { en: 'Contract renewed', 'zh-CN': '合同已续期' } },
  'contract.closed': { sort: 'news', label: { en: 'Contract ended', 'zh-CN': '合同已终止' } },
  'contract.assigned': { sort: 'task', label: { en: 'Contract assigned to you', 'zh-CN': '合同分配给您' } },

  'approval.requested': { sort: 'decision', label: { en: 'Approval requested', 'zh-CN': '待您审批' } },
  'approval.reminder': { sort: 'decision', label: { en: 'Approval reminder', 'zh-CN': '审批提醒' } },
  'approval.urged': { sort: 'decision', label: { en: 'Approval urged', 'zh-CN': '审批催办' } },
  'approval.escalated': { sort: 'task', label: { en: 'Approval overdue, escalated', 'zh-CN': '审批超时上报' } },
  'approval.transferred': { sort: 'decision', label: { en: 'Approval transferred to you', 'zh-CN': '审批转交给您' } },
  'approval.decided': { sort: 'news', label: { en: 'Approval decided', 'zh-CN': '审批结果' } },
  'approval.opinionRequested': { sort: 'decision', label: { en: 'Opinion requested', 'zh-CN': '征求您的意见' } },
  'approval.sentBack': { sort: 'task', label: { en: 'Document sent back to you', 'zh-CN': '文件退回给您' } },
  'approval.cc': { sort: 'news', label: { en: 'Approval copied to you', 'zh-CN': '审批抄送' } },
  'approval.question': { sort: 'task', label: { en: 'Question about your document', 'zh-CN': '审批人提问' } },
  'approval.answer': { sort: 'news', label: { en: 'Answer to your question', 'zh-CN': '提问的答复' } },
  'approval.overridden': { sort: 'news', label: { en: 'Approval forced by an admin', 'zh-CN': '管理员干预审批' } },
  'approval.withdrawn': { sort: 'news', label: { en: 'Approval withdrawn', 'zh-CN': '审批撤回' } },
  'payment.eventAwaited': {
    sort: 'task',
    label: { en: 'Event that a payment depends on', 'zh-CN': '付款条件待确认' },
  },
  'payment.notice': { sort: 'letter', label: { en: 'Payment notice to the customer', 'zh-CN': '客户付款通知' } },
  'payment.reminder': { sort: 'letter', label: { en: 'Payment reminder to the customer', 'zh-CN': '客户付款提醒' } },
  'payment.secondReminder': {
    sort: 'letter',
    label: { en: 'Second payment reminder to the customer', 'zh-CN': '客户第二次付款提醒' },
  },
  'payment.formalLetter': { sort: 'letter', label: { en: 'Formal demand to the customer', 'zh-CN': '客户催款函' } },
  'payment.escalated': { sort: 'task', label: { en: 'Payment overdue, escalated', 'zh-CN': '逾期款项上报' } },
  'payment.preview': { sort: 'task', label: { en: 'Letter shown before it goes out', 'zh-CN': '催款函发送前预览' } },
  'payment.task': { sort: 'task', label: { en: 'Collection task', 'zh-CN': '催收事项' } },
  'payment.settled': { sort: 'news', label: { en: 'Payment plan settled', 'zh-CN': '款项已结清' } },
  'receipt.toMatch': { sort: 'task', label: { en: 'Receipt to match', 'zh-CN': '待认领收款' } },
  'receipt.reminder': { sort: 'task', label: { en: 'Receipt still to match', 'zh-CN': '收款认领提醒' } },
  'receipt.escalated': { sort: 'task', label: { en: 'Receipt not matched, escalated', 'zh-CN': '收款认领超时上报' } },
  'invoice.requested': { sort: 'task', label: { en: 'Invoice to issue', 'zh-CN': '待开发票' } },
  'invoice.sentBack': { sort: 'task', label: { en: 'Invoice request sent back', 'zh-CN': '开票申请退回' } },
  'invoice.issued': { sort: 'task', label: { en: 'Invoice issued, to be sent', 'zh-CN': '发票已开待送达' } },
  'invoice.reminder': { sort: 'task', label: { en: 'Invoice reminder', 'zh-CN': '发票提醒' } },
  'invoice.escalated': { sort: 'task', label: { en: 'Invoice overdue, escalated', 'zh-CN': '发票超时上报' } },
  'order.assigned': { sort: 'task', label: { en: 'Order task assigned to you', 'zh-CN': '订单待办分配给您' } },
  'order.approvalEnded': { sort: 'task', label: { en: 'Order approval ended', 'zh-CN': '订单审批结束' } },
  'order.overdue': { sort: 'task', label: { en: 'Order task due', 'zh-CN': '订单待办到期' } },
  'order.escalated': { sort: 'task', label: { en: 'Order task overdue, escalated', 'zh-CN': '订单待办逾期上报' } },
  'order.creditHeld': { sort: 'task', label: { en: 'Order on credit hold', 'zh-CN': '订单信用冻结' } },
  'order.shipped': { sort: 'news', label: { en: 'Order shipped', 'zh-CN': '订单已发货' } },
  'order.delivered': { sort: 'news', label: { en: 'Order delivered', 'zh-CN': '订单已签收' } },
  'order.returned': { sort: 'task', label: { en: 'Order goods returned', 'zh-CN': '订单退货入库' } },
  'order.cancelled': { sort: 'news', label: { en: 'Order cancelled', 'zh-CN': '订单取消' } },
  'step.failed': { sort: 'alarm', label: { en: 'Failed step', 'zh-CN': '步骤失败' } },
  'incident.opened': { sort: 'alarm', label: { en: 'Something out of order', 'zh-CN': '系统故障' } },
  'incident.reminder': { sort: 'alarm', label: { en: 'Still out of order', 'zh-CN': '系统故障提醒' } },
  'incident.escalated': { sort: 'alarm', label: { en: 'Out of order, escalated', 'zh-CN': '系统故障上报' } },
  'standIn.asked': { sort: 'task', label: { en: 'Asked to stand in', 'zh-CN': '请您代为处理' } },
} as const satisfies Record<Notice, Entry>;
