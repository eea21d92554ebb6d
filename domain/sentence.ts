import type { Instant } from './calendar.ts';
import type { Locale } from './effects.ts';
import type { RejectionCode } from './errors.ts';
import { momentText, plannedText, spanText, type TimeReader } from './moment.ts';
import { formatMoney } from './money.ts';
import type { Role, UserId } from './people.ts';
import type { LaterEvent } from './term-event.ts';
import type { Localised } from './variant.ts';
import type { Addressee, AutomaticAction, NextStep, Subject, Wait, WaitAction } from './wait.ts';

/** For whom a sentence about a wait is written. Times are shown in the calendar's zone. */
export interface Reader extends TimeReader {
  readonly nameOf: (user: UserId) => string;
}

type Phrase<Facts> = Readonly<Record<Locale, (facts: Facts) => string>>;

/** What the sentence about a wait is put together from. */
interface Task {
  readonly holder: string;
  /** Number, version and title of what it is about. */
  readonly thing: string;
  readonly customer: string;
  readonly amount: string;
  /** What has to happen before anything is due. */
  readonly event: string;
}

const tasks = {
  'opportunity.followUp': {
    en: ({ holder, thing }) => `${holder} to follow up ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}跟进 ${thing}`,
  },
  'opportunity.planNextAction': {
    en: ({ holder, thing }) => `${holder} to plan the next action for ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}为 ${thing} 安排下一步行动`,
  },
  'contract.await': {
    en: ({ holder, thing }) => `the contract of ${thing} to be approved, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing }) => `${thing} 的合同完成审批（负责人：${holder}）`,
  },
  'contract.revise': {
    en: ({ holder, thing }) => `${holder} to revise the contract of ${thing} and submit it again`,
    'zh-CN': ({ holder, thing }) => `${holder}修改 ${thing} 的合同并重新提交`,
  },
  'contract.prepare': {
    en: ({ holder, thing }) => `${holder} to finish contract ${thing} and hand it in for approval`,
    'zh-CN': ({ holder, thing }) => `${holder}完成合同 ${thing} 的起草并提交审批`,
  },
  'contract.review': {
    en: ({ holder, thing }) => `contract ${thing} to be approved, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing }) => `合同 ${thing} 完成审批（负责人：${holder}）`,
  },
  'contract.sign': {
    en: ({ holder, thing, customer }) =>
      `${customer} to sign contract ${thing}, and ${holder} to file the signed copy,`,
    'zh-CN': ({ holder, thing, customer }) => `${customer}签署合同 ${thing}，并由${holder}归档签署件`,
  },
  'contract.checkCopy': {
    en: ({ holder, thing }) => `${holder} to compare the signed copy of contract ${thing} with what was approved`,
    'zh-CN': ({ holder, thing }) => `${holder}核对合同 ${thing} 的签署件与审批通过的版本是否一致`,
  },
  'contract.start': {
    en: ({ holder, thing }) => `the day on which contract ${thing} takes effect, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing }) => `合同 ${thing} 到期生效（负责人：${holder}）`,
  },
  'contract.decideEnd': {
    en: ({ holder, thing }) => `${holder} to decide whether contract ${thing} is renewed or ends`,
    'zh-CN': ({ holder, thing }) => `${holder}决定合同 ${thing} 续签或到期终止`,
  },
  'contract.end': {
    en: ({ holder, thing }) => `the last day of contract ${thing}, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing }) => `合同 ${thing} 期满终止（负责人：${holder}）`,
  },
  'approval.decide': {
    en: ({ holder, thing }) => `${holder} to decide ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}审批 ${thing}`,
  },
  'approval.advise': {
    en: ({ holder, thing }) => `${holder} to give an opinion on ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}对 ${thing} 给出意见`,
  },
  'approval.revise': {
    en: ({ holder, thing }) => `${holder} to revise ${thing}, which was sent back, and submit it again`,
    'zh-CN': ({ holder, thing }) => `${holder}修改被退回的 ${thing} 并重新提交`,
  },
  'payment.awaitEvent': {
    en: ({ holder, thing, amount, event }) =>
      `${event}, on which ${amount} for ${thing} depends and for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, amount, event }) => `${event}，之后 ${thing} 的 ${amount} 才到期（负责人：${holder}）`,
  },
  'payment.await': {
    en: ({ holder, thing, customer, amount }) =>
      `${customer} to pay ${amount} for ${thing}, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, customer, amount }) => `${customer}支付 ${thing} 的 ${amount}（负责人：${holder}）`,
  },
  'payment.collect': {
    en: ({ holder, thing, customer, amount }) => `${holder} to collect ${amount} for ${thing} from ${customer}`,
    'zh-CN': ({ holder, thing, customer, amount }) => `${holder}向${customer}催收 ${thing} 的 ${amount}`,
  },
  'payment.promised': {
    en: ({ holder, thing, customer, amount }) =>
      `${customer} to keep the promise to pay ${amount} for ${thing}, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, customer, amount }) =>
      `${customer}按承诺支付 ${thing} 的 ${amount}（负责人：${holder}）`,
  },
  'payment.paused': {
    en: ({ holder, thing, amount }) =>
      `the agreed pause in collecting ${amount} for ${thing} to end, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, amount }) => `${thing} 的 ${amount} 暂停催收期满（负责人：${holder}）`,
  },
  'payment.dispute': {
    en: ({ holder, thing, customer, amount }) =>
      `${holder} to settle the dispute with ${customer} about ${amount} for ${thing}`,
    'zh-CN': ({ holder, thing, customer, amount }) => `${holder}处理与${customer}关于 ${thing} 的 ${amount} 的争议`,
  },
  'payment.writeOff': {
    en: ({ holder, thing, amount }) =>
      `the write-off of ${amount} for ${thing} to be approved, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, amount }) => `${thing} 的 ${amount} 核销完成审批（负责人：${holder}）`,
  },
  'payment.check': {
    en: ({ holder, thing, customer, amount }) =>
      `${holder} to check whether ${customer} has already paid ${amount} for ${thing}`,
    'zh-CN': ({ holder, thing, customer, amount }) => `${holder}核实${customer}是否已支付 ${thing} 的 ${amount}`,
  },
  'payment.accept': {
    en: ({ holder, thing, amount }) => `${holder} to take up ${amount} overdue for ${thing}`,
    'zh-CN': ({ holder, thing, amount }) => `${holder}受理 ${thing} 的逾期款 ${amount}`,
  },
  'payment.writtenOff': {
    en: ({ holder, thing, customer, amount }) =>
      `a late payment by ${customer} of ${amount} written off for ${thing}, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, customer, amount }) =>
      `${customer}日后支付 ${thing} 已核销的 ${amount}（负责人：${holder}）`,
  },
  'receipt.match': {
    en: ({ holder, thing, amount }) => `${holder} to say what ${amount} of receipt ${thing} is for`,
    'zh-CN': ({ holder, thing, amount }) => `${holder}认领收款 ${thing} 中的 ${amount}`,
  },
  'receipt.mature': {
    en: ({ holder, thing, amount }) =>
      `the acceptance draft of receipt ${thing} over ${amount} to mature, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, amount }) => `收款 ${thing} 的承兑汇票（${amount}）到期（负责人：${holder}）`,
  },
  'receipt.useCredit': {
    en: ({ holder, customer, amount }) =>
      `a use of the credit of ${amount} that ${customer} has, for which ${holder} answers,`,
    'zh-CN': ({ holder, customer, amount }) => `使用${customer}的预收余额 ${amount}（负责人：${holder}）`,
  },
  'invoice.issue': {
    en: ({ holder, thing, customer, amount }) => `${holder} to issue ${customer} an invoice of ${amount}: ${thing}`,
    'zh-CN': ({ holder, thing, customer, amount }) => `${holder}为${customer}开具 ${amount} 的发票：${thing}`,
  },
  'invoice.correct': {
    en: ({ holder, thing }) => `${holder} to correct what was asked to be invoiced: ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}更正开票申请 ${thing}`,
  },
  'invoice.send': {
    en: ({ holder, thing, customer }) => `${holder} to send invoice ${thing} to ${customer}`,
    'zh-CN': ({ holder, thing, customer }) => `${holder}将发票 ${thing} 送达${customer}`,
  },
  'invoice.acknowledge': {
    en: ({ holder, thing, customer }) => `${customer} to accept invoice ${thing}, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, customer }) => `${customer}签收发票 ${thing}（负责人：${holder}）`,
  },
  'order.submit': {
    en: ({ holder, thing }) => `${holder} to complete and submit order ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}完善并提交订单 ${thing}`,
  },
  'order.awaitApproval': {
    en: ({ holder, thing }) => `order ${thing} to be approved, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing }) => `订单 ${thing} 完成审批（负责人：${holder}）`,
  },
  'order.revise': {
    en: ({ holder, thing }) => `${holder} to revise order ${thing} and submit it again`,
    'zh-CN': ({ holder, thing }) => `${holder}修改订单 ${thing} 并重新提交`,
  },
  'order.releaseCredit': {
    en: ({ holder, thing, customer }) => `${holder} to release order ${thing}, which what ${customer} owes holds up,`,
    'zh-CN': ({ holder, thing, customer }) => `${holder}处理订单 ${thing} 的信用放行（${customer}有逾期欠款）`,
  },
  'order.confirm': {
    en: ({ holder, thing, customer }) => `${holder} to confirm order ${thing} to ${customer}`,
    'zh-CN': ({ holder, thing, customer }) => `${holder}向${customer}确认订单 ${thing}`,
  },
  'order.ship': {
    en: ({ holder, thing }) => `${holder} to ship what is open of order ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}为订单 ${thing} 备货发货`,
  },
  'order.dispatch': {
    en: ({ holder, thing }) => `${holder} to book shipment ${thing} out of the store and hand it to the carrier`,
    'zh-CN': ({ holder, thing }) => `${holder}办理发货单 ${thing} 的出库和发运`,
  },
  'order.confirmDelivery': {
    en: ({ holder, thing, customer }) => `${holder} to confirm that ${customer} has received shipment ${thing}`,
    'zh-CN': ({ holder, thing, customer }) => `${holder}确认${customer}已签收发货单 ${thing}`,
  },
  'order.confirmAcceptance': {
    en: ({ holder, thing, customer }) => `${customer} to accept shipment ${thing}, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing, customer }) => `${customer}验收发货单 ${thing}（负责人：${holder}）`,
  },
  'order.receiveReturn': {
    en: ({ holder, thing, customer }) =>
      `the goods of return ${thing} from ${customer}, which ${holder} is to receive,`,
    'zh-CN': ({ holder, thing, customer }) => `${customer}退回退货单 ${thing} 的货物（由${holder}收货）`,
  },
  'order.close': {
    en: ({ holder, thing }) => `the time for returns of order ${thing} to end, for which ${holder} answers,`,
    'zh-CN': ({ holder, thing }) => `订单 ${thing} 的退货期结束（负责人：${holder}）`,
  },
  'step.repair': {
    en: ({ holder, thing }) => `${holder} to settle a failed step of ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}处理 ${thing} 中失败的步骤`,
  },
  'webhook.repair': {
    en: ({ holder, thing }) => `${holder} to get the deliveries of webhook ${thing} going again`,
    'zh-CN': ({ holder, thing }) => `${holder}恢复 Webhook ${thing} 的投递`,
  },
  'rollout.repair': {
    en: ({ holder, thing }) => `${holder} to see to it that all processes are told of ${thing}`,
    'zh-CN': ({ holder, thing }) => `${holder}处理未能通知到的流程：${thing}`,
  },
  'robot.repair': {
    en: ({ holder, thing }) => `${holder} to get the group robot ${thing} going again`,
    'zh-CN': ({ holder, thing }) => `${holder}恢复群机器人 ${thing} 的推送`,
  },
  'address.repair': {
    en: ({ holder, thing }) => `${holder} to mend the address that mail does not reach, ${thing},`,
    'zh-CN': ({ holder, thing }) => `${holder}更正无法送达的邮箱 ${thing}`,
  },
  'notice.passOn': {
    en: ({ holder, thing }) => `${holder} to pass on a notice that could not be delivered, ${thing},`,
    'zh-CN': ({ holder, thing }) => `${holder}转达未能送达的通知 ${thing}`,
  },
} as const satisfies Record<WaitAction, Phrase<Task>>;

/** `who` is the person or office an automatic action turns to. */
const automatic = {
  remind: { en: (who) => `a reminder goes to ${who}`, 'zh-CN': (who) => `将提醒${who}` },
  escalateToManager: { en: (who) => `it is escalated to ${who}`, 'zh-CN': (who) => `将上报${who}` },
  transferToManager: { en: (who) => `it passes to ${who}`, 'zh-CN': (who) => `将转交${who}` },
  addManager: { en: (who) => `${who} is asked as well`, 'zh-CN': (who) => `将加请${who}一同审批` },
  autoApprove: { en: () => 'it is approved automatically', 'zh-CN': () => '将自动同意' },
  autoReject: { en: () => 'it is rejected automatically', 'zh-CN': () => '将自动拒绝' },
  checkPromise: {
    en: () => 'it is checked whether the promise has been kept',
    'zh-CN': () => '将核对承诺是否兑现',
  },
  resumeCollection: { en: () => 'collection goes on', 'zh-CN': () => '将恢复催收' },
  checkBank: { en: () => 'the bank is asked again', 'zh-CN': () => '将再次核对银行到账' },
  showLetter: { en: (who) => `the next letter is shown to ${who}`, 'zh-CN': (who) => `将请${who}预览下一封催款函` },
  closeWrittenOff: { en: () => 'the plan ends', 'zh-CN': () => '付款计划将结束' },
  sendNotice: { en: (who) => `a payment notice goes to ${who}`, 'zh-CN': (who) => `将向${who}发送付款通知` },
  sendReminder: { en: (who) => `a payment reminder goes to ${who}`, 'zh-CN': (who) => `将向${who}发送付款提醒` },
  sendSecondReminder: {
    en: (who) => `a second payment reminder goes to ${who}`,
    'zh-CN': (who) => `将向${who}发送第二次付款提醒`,
  },
  sendFormalLetter: {
    en: (who) => `a formal demand for payment goes to ${who}`,
    'zh-CN': (who) => `将向${who}发送正式催款函`,
  },
  escalateToFinance: { en: (who) => `it passes to ${who}`, 'zh-CN': (who) => `将转交${who}处理` },
  takeEffect: { en: () => 'it takes effect', 'zh-CN': () => '将自动生效' },
  renew: { en: () => 'it is renewed by itself', 'zh-CN': () => '将自动续期' },
  expire: { en: () => 'it expires', 'zh-CN': () => '将自动终止' },
  escalateToLegal: { en: (who) => `it passes to ${who}`, 'zh-CN': (who) => `将转交${who}处理` },
  bookDraft: { en: () => 'it is booked as money in the bank', 'zh-CN': () => '将作为到账资金入账' },
  recheckCredit: { en: () => "the customer's credit is checked again", 'zh-CN': () => '将再次核查客户信用' },
  closeOrder: { en: () => 'the order is closed', 'zh-CN': () => '订单将自动关闭' },
} as const satisfies Record<AutomaticAction, Phrase<string>>;

const actionLabels = {
  'opportunity.followUp': { en: 'Follow up', 'zh-CN': '跟进' },
  'opportunity.planNextAction': { en: 'Plan the next action', 'zh-CN': '安排下一步' },
  'contract.await': { en: 'Contract in approval', 'zh-CN': '合同审批中' },
  'contract.revise': { en: 'Revise the contract', 'zh-CN': '修改合同' },
  'contract.prepare': { en: 'Prepare the contract', 'zh-CN': '起草合同' },
  'contract.review': { en: 'Contract under review', 'zh-CN': '合同评审中' },
  'contract.sign': { en: 'Signed copy awaited', 'zh-CN': '等待签署件' },
  'contract.checkCopy': { en: 'Check the signed copy', 'zh-CN': '核对签署件' },
  'contract.start': { en: 'Waits to take effect', 'zh-CN': '等待生效' },
  'contract.decideEnd': { en: 'Renew or end', 'zh-CN': '续签或终止' },
  'contract.end': { en: 'Ends on its last day', 'zh-CN': '等待期满' },
  'approval.decide': { en: 'Decide', 'zh-CN': '审批' },
  'approval.advise': { en: 'Give an opinion', 'zh-CN': '给出意见' },
  'approval.revise': { en: 'Revise and submit again', 'zh-CN': '修改后重新提交' },
  'payment.awaitEvent': { en: 'Event awaited', 'zh-CN': '等待付款条件' },
  'payment.await': { en: 'Payment awaited', 'zh-CN': '等待付款' },
  'payment.collect': { en: 'Collect', 'zh-CN': '催收' },
  'payment.promised': { en: 'Payment promised', 'zh-CN': '客户承诺付款' },
  'payment.paused': { en: 'Collection paused', 'zh-CN': '暂停催收' },
  'payment.dispute': { en: 'Settle a dispute', 'zh-CN': '处理争议' },
  'payment.writeOff': { en: 'Write-off in approval', 'zh-CN': '核销审批中' },
  'payment.check': { en: 'Check for a payment', 'zh-CN': '核实是否到账' },
  'payment.accept': { en: 'Take up an overdue payment', 'zh-CN': '受理逾期款' },
  'payment.writtenOff': { en: 'Written off', 'zh-CN': '已核销' },
  'receipt.match': { en: 'Match a receipt', 'zh-CN': '认领收款' },
  'receipt.mature': { en: 'Draft held until it matures', 'zh-CN': '承兑汇票待到期' },
  'receipt.useCredit': { en: 'Credit to be used', 'zh-CN': '预收余额待使用' },
  'invoice.issue': { en: 'Issue an invoice', 'zh-CN': '开具发票' },
  'invoice.correct': { en: 'Correct the request', 'zh-CN': '更正开票申请' },
  'invoice.send': { en: 'Send the invoice', 'zh-CN': '送达发票' },
  'invoice.acknowledge': { en: 'Invoice to be accepted', 'zh-CN': '等待客户签收发票' },
  'order.submit': { en: 'Submit the order', 'zh-CN': '提交订单' },
  'order.awaitApproval': { en: 'Order in approval', 'zh-CN': '订单审批中' },
  'order.revise': { en: 'Revise the order', 'zh-CN': '修改订单' },
  'order.releaseCredit': { en: 'Release from credit hold', 'zh-CN': '信用放行' },
  'order.confirm': { en: 'Confirm the order', 'zh-CN': '确认订单' },
  'order.ship': { en: 'Ship', 'zh-CN': '备货发货' },
  'order.dispatch': { en: 'Book out and dispatch', 'zh-CN': '出库发运' },
  'order.confirmDelivery': { en: 'Confirm the delivery', 'zh-CN': '确认签收' },
  'order.confirmAcceptance': { en: 'Acceptance awaited', 'zh-CN': '等待验收' },
  'order.receiveReturn': { en: 'Return awaited', 'zh-CN': '等待退货' },
  'order.close': { en: 'Time for returns', 'zh-CN': '退货期内' },
  'step.repair': { en: 'Settle a failed step', 'zh-CN': '处理失败步骤' },
  'webhook.repair': { en: 'Mend a webhook', 'zh-CN': '恢复 Webhook' },
  'robot.repair': { en: 'Mend a group robot', 'zh-CN': '恢复群机器人' },
  'rollout.repair': { en: 'Tell the processes left out', 'zh-CN': '补充通知流程' },
  'address.repair': { en: 'Mend an address', 'zh-CN': '更正邮箱' },
  'notice.passOn': { en: 'Pass on a notice', 'zh-CN': '转达通知' },
} as const satisfies Record<WaitAction, Localised>;

const nextLabels = {
  remind: { en: 'Reminder', 'zh-CN': '提醒' },
  escalateToManager: { en: 'Escalation to the manager', 'zh-CN': '上报上级' },
  transferToManager: { en: 'Transfer to the manager', 'zh-CN': '转交上级' },
  addManager: { en: 'Manager is asked as well', 'zh-CN': '加请上级审批' },
  autoApprove: { en: 'Automatic approval', 'zh-CN': '自动同意' },
  autoReject: { en: 'Automatic rejection', 'zh-CN': '自动拒绝' },
  checkPromise: { en: 'Promise checked', 'zh-CN': '核对付款承诺' },
  resumeCollection: { en: 'Collection goes on', 'zh-CN': '恢复催收' },
  checkBank: { en: 'Bank asked again', 'zh-CN': '再次核对到账' },
  showLetter: { en: 'Letter shown before it goes out', 'zh-CN': '预览催款函' },
  closeWrittenOff: { en: 'Plan ends', 'zh-CN': '计划结束' },
  sendNotice: { en: 'Payment notice', 'zh-CN': '付款通知' },
  sendReminder: { en: 'Payment reminder', 'zh-CN': '付款提醒' },
  sendSecondReminder: { en: 'Second payment reminder', 'zh-CN': '第二次付款提醒' },
  sendFormalLetter: { en: 'Formal demand for payment', 'zh-CN': '正式催款函' },
  escalateToFinance: { en: 'Passes to finance', 'zh-CN': '转交财务' },
  takeEffect: { en: 'Takes effect', 'zh-CN': '自动生效' },
  renew: { en: 'Renews by itself', 'zh-CN': '自动续期' },
  expire: { en: 'Expires', 'zh-CN': '自动终止' },
  escalateToLegal: { en: 'Passes to legal', 'zh-CN': '转交法务' },
  bookDraft: { en: 'Draft booked as money', 'zh-CN': '汇票到期入账' },
  recheckCredit: { en: 'Credit is checked again', 'zh-CN': '再次核查信用' },
  closeOrder: { en: 'Order is closed', 'zh-CN': '订单自动关闭' },
} as const satisfies Record<AutomaticAction, Localised>;

const roleLabels = {
  sales: { en: 'sales', 'zh-CN': '销售' },
  manager: { en: 'manager', 'zh-CN': '主管' },
  'sales-ops': { en: 'sales ops', 'zh-CN': '销售运营' },
  legal: { en: 'legal', 'zh-CN': '法务' },
  finance: { en: 'finance', 'zh-CN': '财务' },
  logistics: { en: 'logistics', 'zh-CN': '仓储物流' },
  admin: { en: 'admin', 'zh-CN': '管理员' },
} as const satisfies Record<Role, Localised>;

const offices = {
  manager: { en: (holder: string) => `the manager of ${holder}`, 'zh-CN': (holder: string) => `${holder}的上级` },
  finance: { en: () => 'finance', 'zh-CN': () => '财务部' },
  legal: { en: () => 'legal', 'zh-CN': () => '法务部' },
} as const;

const questionAsked: Localised = { en: ', with a question to be answered first', 'zh-CN': '，有提问待答复' };
const events = {
  signed: { en: 'the signing of the contract', 'zh-CN': '合同签署' },
  delivered: { en: 'the delivery', 'zh-CN': '交货' },
  accepted: { en: 'acceptance by the customer', 'zh-CN': '客户验收' },
  invoiced: { en: 'the issue of the invoice', 'zh-CN': '开具发票' },
} as const satisfies Record<LaterEvent, Localised>;

const someEvent: Localised = { en: 'the agreed event', 'zh-CN': '约定条件达成' };
const someCustomer: Localised = { en: 'the customer', 'zh-CN': '客户' };
const someAmount: Localised = { en: 'what is outstanding', 'zh-CN': '未付款项' };

/** What the holder of a wait has to do, in a word or two. */
export function actionLabel(action: WaitAction, locale: Locale): string {
  return actionLabels[action][locale];
}

/** What happens by itself, in a word or two. */
export function nextLabel(action: AutomaticAction, locale: Locale): string {
  return nextLabels[action][locale];
}

/** An event that a payment depends on, as something one waits for. */
export function eventLabel(event: LaterEvent | undefined, locale: Locale): string {
  return (event ? events[event] : someEvent)[locale];
}

/** A capacity in which people are asked, or undefined for one that has no name people know. */
export function capacityLabel(capacity: string | undefined, locale: Locale): string | undefined {
  return Object.hasOwn(roleLabels, capacity ?? '') ? roleLabels[capacity as Role][locale] : undefined;
}

/** The thing a wait is about as people name it: number, version, title. */
function thingText({ number, documentVersion, title }: Subject): string {
  const version = documentVersion === undefined ? '' : ` v${documentVersion}`;
  return `${number}${version}${title && title !== number ? ` “${title}”` : ''}`;
}

function personIn({ holder, principal, subject }: Wait, { locale, nameOf }: Reader): string {
  const zh = locale === 'zh-CN';
  const standsInFor = principal && (zh ? `代${nameOf(principal)}` : `for ${nameOf(principal)}`);
  const remarks = [standsInFor, capacityLabel(subject.capacity, locale)].filter((remark) => remark);
  if (remarks.length === 0) return nameOf(holder);
  return zh ? `${nameOf(holder)}（${remarks.join('，')}）` : `${nameOf(holder)} (${remarks.join(', ')})`;
}

function addresseeText(who: Addressee, { holder, subject }: Wait, { locale, nameOf }: Reader): string {
  if ('user' in who) return nameOf(who.user);
  if (who.office === 'customer') return subject.customer?.name ?? someCustomer[locale];
  return offices[who.office][locale](nameOf(holder));
}

/** What then happens by itself and when, without a full stop: `on Thu 26 Nov 09:00 a reminder goes to Li Na`. */
export function nextText(wait: Wait, reader: Reader): string {
  const { locale } = reader;
  if (!wait.next) return locale === 'zh-CN' ? '之后没有安排任何自动处理' : 'nothing is scheduled to happen by itself';
  const { at, what, who }: NextStep = wait.next;
  const does = automatic[what][locale](addresseeText(who, wait, reader));
  return locale === 'zh-CN' ? `${plannedText(at, reader)}${does}` : `on ${plannedText(at, reader)} ${does}`;
}

/** A deadline, and for how long it has been over: `Wed 25 Nov 18:00, overdue for 3 days`. */
export function deadlineText(dueAt: Instant, reader: TimeReader): string {
  const { locale, now } = reader;
  const due = plannedText(dueAt, reader);
  if (now <= dueAt) return due;
  const over = spanText(now - dueAt, locale);
  return locale === 'zh-CN' ? `${due}，已逾期${over}` : `${due}, overdue for ${over}`;
}

function dueText(dueAt: Instant | null, reader: TimeReader): string {
  const zh = reader.locale === 'zh-CN';
  if (dueAt === null) return zh ? '没有期限' : 'with no deadline';
  return `${zh ? '期限为' : 'due '}${deadlineText(dueAt, reader)}`;
}

/** Who must do what, since when, until when, and what then happens by itself, as one sentence. */
export function waitSentence(wait: Wait, reader: Reader): string {
  const { locale } = reader;
  const { subject, openedAt } = wait;
  const task = tasks[wait.action][locale]({
    holder: personIn(wait, reader),
    thing: thingText(subject),
    customer: subject.customer?.name ?? someCustomer[locale],
    amount: subject.amount ? formatMoney(subject.amount) : someAmount[locale],
    event: eventLabel(subject.event, locale),
  });
  const since = momentText(openedAt, reader);
  const asked = subject.awaitsAnswer ? questionAsked[locale] : '';
  const due = dueText(wait.dueAt, reader);
  const next = nextText(wait, reader);
  if (locale === 'zh-CN') return `等待${task}，自${since}起，${due}${asked}；${next}。`;
  return `Waits for ${task} since ${since}, ${due}${asked}; ${next}.`;
}

const rejections = {
  INVALID: { en: 'The request is not valid.', 'zh-CN': '请求内容无效。' },
  NOT_ALLOWED: { en: 'You are not allowed to do this.', 'zh-CN': '您没有权限执行此操作。' },
  NOT_HOLDER: { en: 'Somebody else is to answer this now.', 'zh-CN': '此事项现由他人处理。' },
  STALE_VERSION: {
    en: 'It has changed since you read it. Read it again, then decide.',
    'zh-CN': '内容在您查看之后已有变化，请重新查看后再操作。',
  },
  STALE_DOCUMENT: {
    en: 'Another version of the document is to be decided now. Read that one first.',
    'zh-CN': '文件已更换版本，请阅读新版本后再审批。',
  },
  ALREADY_DECIDED: { en: 'This has been decided already.', 'zh-CN': '此事项已有审批结果。' },
  SENT_BACK: {
    en: 'The document was sent back. Nothing is to be decided until it is submitted again.',
    'zh-CN': '文件已被退回，重新提交后才能审批。',
  },
  WAITS_FOR_OTHERS: {
    en: 'Others have been asked and answer first.',
    'zh-CN': '已请他人先行处理，请等待其回复。',
  },
  CLOSED: { en: 'This has ended already.', 'zh-CN': '此流程已经结束。' },
  ILLEGAL_NOW: { en: 'This cannot be done at present.', 'zh-CN': '当前状态下不能执行此操作。' },
  FIELDS_MISSING: { en: 'Some required details are missing.', 'zh-CN': '缺少必填信息。' },
  REASON_REQUIRED: { en: 'Give a reason.', 'zh-CN': '请填写原因。' },
  COMMENT_REQUIRED: { en: 'A rejection needs a comment that says why.', 'zh-CN': '拒绝时必须填写意见，说明原因。' },
  PERSON_UNAVAILABLE: {
    en: 'That person is absent, has left or is unknown. Choose somebody else.',
    'zh-CN': '此人不在岗、已离职或不存在，请另选他人。',
  },
  TRANSFER_CYCLE: {
    en: 'That person holds it, has held it or is asked anyway. Choose somebody else.',
    'zh-CN': '此人正在处理、曾经处理或本就参与审批，请另选他人。',
  },
  URGED_RECENTLY: { en: 'It was urged a short while ago. Try again later.', 'zh-CN': '刚刚已催办过，请稍后再试。' },
  NO_APPROVER: {
    en: 'Nobody present can be asked to approve this. Ask an admin to appoint somebody.',
    'zh-CN': '没有在岗的审批人，请联系管理员指定审批人。',
  },
  CURRENCY_MISMATCH: { en: 'The currencies differ.', 'zh-CN': '币种不一致。' },
  DUPLICATE_RECEIPT: {
    en: 'A different receipt is recorded under this bank reference.',
    'zh-CN': '该银行流水号已登记了另一笔收款。',
  },
  PROMISE_LIMIT: {
    en: 'The customer has promised often enough. A manager may take another promise.',
    'zh-CN': '客户承诺次数已达上限，如需再次登记，请由主管操作。',
  },
  EXCEEDS_OPEN: {
    en: 'That is more than is open. Allocate less, or keep the rest as credit.',
    'zh-CN': '金额超过未结清部分，请减少分配金额，或将余款记为预收。',
  },
  OVER_INVOICED: {
    en: 'That is more than is left to invoice. Ask finance, who may go beyond it with a reason.',
    'zh-CN': '超出可开票金额，请联系财务说明原因后处理。',
  },
  UNKNOWN_STAGE: { en: 'There is no such stage.', 'zh-CN': '没有这个阶段。' },
  MOVE_NOT_ALLOWED: { en: 'This stage does not lead to that one.', 'zh-CN': '当前阶段不能直接转到该阶段。' },
  UNKNOWN_STEP: { en: 'There is no such failed step (any more).', 'zh-CN': '没有这个失败步骤，或已处理完毕。' },
  OVER_SHIPMENT: {
    en: 'That is more than is left to ship of this line.',
    'zh-CN': '数量超过该行剩余可发货数量。',
  },
  OVER_RETURN: { en: 'That is more than can come back of this line.', 'zh-CN': '数量超过该行可退货数量。' },
  BELOW_SHIPPED: {
    en: 'What has been shipped or packed already can no longer be changed.',
    'zh-CN': '已发货或已备货的数量不能再减少或变更。',
  },
  CREDIT_HOLD: {
    en: 'The customer is on credit hold. Finance can let the order pass.',
    'zh-CN': '客户处于信用冻结状态，需由财务放行。',
  },
} as const satisfies Record<RejectionCode, Localised>;

/** Why a command was refused, as people read it. */
export function rejectionText(code: RejectionCode, locale: Locale): string {
  return rejections[code][locale];
}
