import type { Kind } from '../../domain/effects.ts';

/** What a variant's file is written from. */
export interface VariantNames {
  /** `kind.name`. */
  readonly id: string;
  /** The constant the file exports. */
  readonly constant: string;
  /** The name as English words. */
  readonly words: string;
  /** Above that of every other variant of its kind. */
  readonly priority: number;
}

/** The first text of a variant's file: complete and valid, and chosen for nothing until `appliesTo` says so. */
export const templates: Readonly<Record<Kind, (names: VariantNames) => string>> = {
  opportunity: ({ id, constant, words, priority }) => `import { defineOpportunity } from '../opportunity/define.ts';

/** ${words}: say here which deals run by it, and in what it differs. */
export const ${constant} = defineOpportunity({
  id: '${id}',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for no deal yet. For example: ({ amount }) => amount !== null && amount.minor >= 100_000_00
  appliesTo: () => false,
  start: 'prospecting',
  stages: {
    prospecting: {
      title: { 'zh-CN': '线索跟进', en: 'Prospecting' },
      probability: 10,
      requires: [],
      followUpWithin: '5 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '2 workdays', do: ['escalateToManager'] },
      ],
      moves: ['engaging', 'lost'],
    },
    engaging: {
      title: { 'zh-CN': '需求沟通', en: 'Engaging' },
      probability: 50,
      requires: ['customer', 'amount'],
      followUpWithin: '3 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '1 workdays', do: ['escalateToManager'] },
      ],
      moves: ['prospecting', 'won', 'lost'],
    },
    won: { title: { 'zh-CN': '赢单', en: 'Won' }, outcome: 'won', requires: ['customer', 'amount'] },
    lost: { title: { 'zh-CN': '输单', en: 'Lost' }, outcome: 'lost', requires: [] },
  },
  lostReasons: ['price', 'competitor', 'noBudget', 'noDecision', 'product', 'unknown', 'other'],
  contract: {
    within: '10 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '3 workdays', do: ['escalateToManager'] },
    ],
    terms: [{ label: '全款 / Full amount', percent: 100, dueDays: 30 }],
  },
});
`,

  contract: ({ id, constant, words, priority }) => `import { defineContract } from '../contract/define.ts';

/** ${words}: say here which contracts run by it, and how long they run. */
export const ${constant} = defineContract({
  id: '${id}',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for no contract yet. For example: ({ type, amount }) => type === 'sale' && amount.minor >= 1_000_000_00
  appliesTo: () => false,
  numbering: 'HT-{yyyy}-{seq:4}',
  term: { months: 12, autoRenew: false, noticeDays: 30 },
  drafting: { within: '3 workdays', ladder: [{ after: '0 minutes', do: ['remind'] }] },
  review: { within: '5 workdays', ladder: [{ after: '0 minutes', do: ['remind'] }] },
  signing: {
    within: '10 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '5 workdays', do: ['escalateToManager'] },
    ],
  },
  copyCheck: { within: '1 workdays', ladder: [{ after: '0 minutes', do: ['remind'] }] },
  expiry: {
    remindAt: 9 * 60,
    ladder: [
      { after: '-30 days', do: ['remind'] },
      { after: '-7 days', do: ['remind', 'escalateToManager'] },
    ],
  },
});
`,

  approval: ({ id, constant, words, priority }) => `import { defineApproval } from '../approval/define.ts';

/** ${words}: say here what is approved by it, and who has to agree. */
export const ${constant} = defineApproval({
  id: '${id}',
  kind: 'approval',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for nothing yet. For example: ({ subject }) => subject === 'order'
  appliesTo: () => false,
  urgeEvery: '4 hours',
  withdraw: 'beforeFirstDecision',
  nodes: [
    {
      name: 'manager',
      title: { 'zh-CN': '直属上级审批', en: 'Manager' },
      mode: 'ALL',
      approvers: [{ managerOfStarter: 1 }],
      within: '1 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '2 workdays', do: ['transferToManager'] },
      ],
    },
  ],
});
`,

  paymentPlan: ({ id, constant, words, priority }) => `import { definePaymentPlan } from '../payment-plan/define.ts';

/** ${words}: say here which customers are chased by it, and how. */
export const ${constant} = definePaymentPlan({
  id: '${id}',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for no plan yet. For example: ({ customerId }) => customerId === 'cu-huaxia'
  appliesTo: () => false,
  sendAt: 10 * 60,
  ladder: [
    { after: '-5 workdays', do: ['sendNotice'] },
    { after: '1 workdays', do: ['sendReminder'] },
    { after: '10 workdays', do: ['sendFormalLetter', 'escalateToManager'] },
    { after: '20 workdays', do: ['escalateToFinance'] },
  ],
  tolerance: 1_00,
});
`,

  incident: ({ id, constant, words, priority }) => `import { defineIncident } from '../incident/define.ts';

/** ${words}: say here what goes out of order, and how soon it has to be settled. */
export const ${constant} = defineIncident({
  id: '${id}',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for nothing yet. For example: ({ subject }) => subject === 'webhook'
  appliesTo: () => false,
  within: '1 workdays',
  ladder: [
    { after: '0 minutes', do: ['remind'] },
    { after: '1 workdays', do: ['escalateToManager'] },
  ],
});
`,

  receipt: ({ id, constant, words, priority }) => `import { defineReceipt } from '../receipt/define.ts';

/** ${words}: say here which receipts are matched by it, and how. */
export const ${constant} = defineReceipt({
  id: '${id}',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for no receipt yet. For example: ({ method }) => method === 'cash'
  appliesTo: () => false,
  automatic: ['reference', 'amount'],
  tolerance: 1_00,
  matching: {
    within: '1 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '1 workdays', do: ['remind', 'escalateToManager'] },
    ],
  },
});
`,

  invoice: ({ id, constant, words, priority }) => `import { defineInvoice } from '../invoice/define.ts';

/** ${words}: say here which invoices are issued by it, and how. */
export const ${constant} = defineInvoice({
  id: '${id}',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for no invoice yet. For example: ({ form }) => form === 'digital'
  appliesTo: () => false,
  requires: ['taxNumber'],
  issuing: { within: '2 workdays', ladder: [{ after: '0 minutes', do: ['remind', 'escalateToManager'] }] },
  correcting: { within: '2 workdays', ladder: [{ after: '0 minutes', do: ['remind'] }] },
  sending: { within: '2 workdays', ladder: [{ after: '0 minutes', do: ['remind'] }] },
  acknowledging: { within: '10 workdays', ladder: [{ after: '0 minutes', do: ['remind'] }] },
});
`,

  order: ({ id, constant, words, priority }) => `import { money } from '../money.ts';
import { defineOrder } from '../order/define.ts';

/** ${words}: say here which orders run by it, and in what it differs. */
export const ${constant} = defineOrder({
  id: '${id}',
  title: { 'zh-CN': '${words}', en: '${words}' },
  priority: ${priority},
  // Chosen for no order yet. For example: ({ amount }) => amount.currency === 'CNY' && amount.minor >= 100_000_00
  appliesTo: () => false,
  steps: {
    submit: {
      holder: 'owner',
      within: '2 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '3 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    awaitApproval: {
      holder: 'owner',
      within: '3 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '3 workdays', do: ['escalateToManager'] },
      ],
    },
    revise: {
      holder: 'owner',
      within: '2 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '2 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    releaseCredit: {
      holder: 'finance',
      within: '1 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '5 workdays', do: ['escalateToManager'] },
      ],
    },
    confirm: {
      holder: 'owner',
      within: '1 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    ship: {
      holder: 'logistics',
      within: '5 workdays',
      ladder: [
        { after: '-1 workdays', do: ['remind'] },
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '3 workdays', do: ['escalateToManager'] },
      ],
    },
    dispatch: {
      holder: 'logistics',
      within: '1 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    confirmDelivery: {
      holder: 'logistics',
      within: '5 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '2 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    confirmAcceptance: {
      holder: 'owner',
      within: '10 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '5 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    receiveReturn: {
      holder: 'logistics',
      within: '10 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '5 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    close: { holder: 'owner', within: '15 days', ladder: [{ after: '0 days', do: ['closeOrder'] }] },
  },
  credit: {
    tolerated: [money(1_000_00, 'CNY')],
    passesUpTo: null,
    prepaidPasses: true,
    recheckEvery: '4 workhours',
    overrideAtMost: '10 workdays',
  },
  withoutApproval: null,
  terms: [
    { label: '预付款 / Down payment', percent: 30, dueDays: 7, from: 'signed' },
    { label: '到货款 / On delivery', percent: 60, dueDays: 15, from: 'delivered' },
    { label: '验收款 / On acceptance', percent: 10, dueDays: 30, from: 'accepted' },
  ],
});
`,
};
