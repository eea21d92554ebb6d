import { addDays, type Instant, type LocalDate } from '../domain/calendar.ts';
import type { OpportunityInput } from '../domain/opportunity/model.ts';
import type { PaymentPlanCommand } from '../domain/payment-plan/commands.ts';
import type { PaymentPlanInput } from '../domain/payment-plan/model.ts';

const hour = 3_600_000;
const cny = (yuan: number) => ({ minor: yuan * 100, currency: 'CNY' });

interface DemoDeal {
  readonly code: string;
  /** As it stands when it is opened. */
  readonly input: (now: Instant, today: LocalDate) => OpportunityInput;
  /** Stages it has moved through since, in order. */
  readonly moves: readonly string[];
}

const blank = { source: '展会', nextAction: null, engagedAt: null, stage: null, firstFollowUpAt: null } as const;

/** Deals in different places: just come in, being offered, with an action planned, and won with its contract to approve. */
export const demoDeals: readonly DemoDeal[] = [
  {
    code: 'DEMO01',
    input: (_now, today) => ({
      ...blank,
      title: '泵站巡检系统一期',
      customer: { id: 'cu-huaxia', name: '华夏水务集团' },
      amount: cny(368_000),
      expectedClose: addDays(today, 14),
      product: '巡检终端 Pro',
      owner: 'lina',
    }),
    moves: ['engaging', 'proposing', 'won'],
  },
  {
    code: 'DEMO02',
    input: (now, today) => ({
      ...blank,
      title: '智慧泵站整体改造',
      customer: { id: 'cu-beichen', name: '北辰重工' },
      amount: cny(1_280_000),
      expectedClose: addDays(today, 30),
      product: '智慧泵站套件',
      owner: 'chenjie',
      nextAction: { what: '现场演示', at: now + 50 * hour },
    }),
    moves: ['engaging', 'designing', 'proposing'],
  },
  {
    code: 'DEMO03',
    input: (now, today) => ({
      ...blank,
      title: 'Field terminals, pilot',
      customer: { id: 'cu-nordic', name: 'Nordic Pumps AS' },
      amount: cny(94_000),
      expectedClose: addDays(today, 21),
      product: '巡检终端 Basic',
      owner: 'oliver',
      nextAction: { what: 'Call Ingrid about the pilot', at: now + 26 * hour },
    }),
    moves: ['engaging'],
  },
  {
    code: 'DEMO04',
    input: () => ({
      ...blank,
      title: '冷链车间巡检',
      customer: { id: 'cu-jiangnan', name: '江南食品股份' },
      amount: null,
      expectedClose: null,
      product: null,
      owner: 'lina',
    }),
    moves: [],
  },
];

interface DemoPlan {
  readonly code: string;
  readonly input: PaymentPlanInput;
  /** What has happened to it so far, told by its owner. */
  readonly commands?: readonly PaymentPlanCommand[];
}

/** A plan with an instalment that is already late, one due soon and one far off, and another that is on time. */
export function demoPlans(today: LocalDate): readonly DemoPlan[] {
  const inDays = (days: number) => addDays(today, days);
  return [
    {
      code: 'DEMO05',
      input: {
        reference: 'C-2026-0188',
        title: '年度软件服务',
        customer: { id: 'cu-yunhai', name: '云海软件' },
        contact: { name: '钱宇', email: 'qianyu@yunhai.example', locale: 'zh-CN' },
        owner: 'lina',
        financeOwner: 'zhangqiang',
        total: cny(180_000),
        terms: null,
        instalments: [
          { label: '首付款', amount: cny(60_000), dueOn: inDays(-9) },
          { label: '二期款', amount: cny(60_000), dueOn: inDays(6) },
          { label: '尾款', amount: cny(60_000), dueOn: inDays(60) },
        ],
        origin: null,
        dealId: null,
      },
    },
    {
      code: 'DEMO17',
      input: {
        reference: 'C-2026-0219',
        title: '加压泵站改造',
        customer: { id: 'cu-huaxia', name: '华夏水务集团' },
        contact: { name: '周敏', email: 'zhoumin@huaxia.example', locale: 'zh-CN' },
        owner: 'lina',
        financeOwner: 'zhangqiang',
        total: cny(300_000),
        terms: [
          { label: '签约款', percent: 30, dueDays: 10, from: 'signed' },
          { label: '到货款', percent: 60, dueDays: 15, from: 'delivered' },
          { label: '验收款', percent: 10, dueDays: 30, from: 'accepted' },
        ],
        instalments: null,
        origin: null,
        dealId: null,
      },
      commands: [
        { type: 'noteEvent', event: 'signed', on: inDays(-14) },
        { type: 'noteEvent', event: 'delivered', on: inDays(-2), share: 40, reference: 'SO-DEMO/1' },
        { type: 'recordPromise', instalmentId: 'i1', on: inDays(5), by: '周敏', channel: 'phone' },
        { type: 'logContact', channel: 'phone', with: '周敏', note: '付款申请已提交，等待领导签字。' },
      ],
    },
    {
      code: 'DEMO06',
      input: {
        reference: 'C-2026-0203',
        title: 'Spare parts 2026',
        customer: { id: 'cu-nordic', name: 'Nordic Pumps AS' },
        contact: { name: 'Ingrid Dahl', email: 'ingrid@nordic.example', locale: 'en' },
        owner: 'oliver',
        financeOwner: 'zhangqiang',
        total: cny(42_000),
        terms: null,
        instalments: [{ label: 'Full amount', amount: cny(42_000), dueOn: inDays(12) }],
        origin: null,
        dealId: null,
      },
    },
  ];
}
