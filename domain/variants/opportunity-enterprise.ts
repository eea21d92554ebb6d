import { defineOpportunity } from '../opportunity/define.ts';

/** Deals from CNY 500,000.00: a solution is worked out before anything is offered, and managers hear earlier. */
export const enterpriseOpportunity = defineOpportunity({
  id: 'opportunity.enterprise',
  title: { 'zh-CN': '大客户销售', en: 'Enterprise sale' },
  priority: 10,
  appliesTo: ({ amount }) => amount !== null && amount.currency === 'CNY' && amount.minor >= 500_000_00,
  start: 'prospecting',
  stages: {
    prospecting: {
      title: { 'zh-CN': '线索跟进', en: 'Prospecting' },
      probability: 5,
      requires: [],
      followUpWithin: '3 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '1 workdays', do: ['escalateToManager'] },
      ],
      moves: ['engaging', 'lost'],
    },
    engaging: {
      title: { 'zh-CN': '需求沟通', en: 'Engaging' },
      probability: 15,
      requires: ['customer'],
      followUpWithin: '3 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '1 workdays', do: ['escalateToManager'] },
      ],
      moves: ['prospecting', 'designing', 'lost'],
    },
    designing: {
      title: { 'zh-CN': '方案设计', en: 'Designing the solution' },
      probability: 35,
      requires: ['customer', 'amount', 'product'],
      followUpWithin: '5 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '2 workdays', do: ['escalateToManager'] },
      ],
      moves: ['engaging', 'proposing', 'lost'],
    },
    proposing: {
      title: { 'zh-CN': '方案报价', en: 'Proposing' },
      probability: 60,
      requires: ['customer', 'amount', 'product', 'expectedClose'],
      followUpWithin: '3 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '1 workdays', do: ['escalateToManager'] },
      ],
      moves: ['designing', 'negotiating', 'lost'],
    },
    negotiating: {
      title: { 'zh-CN': '商务谈判', en: 'Negotiating' },
      probability: 80,
      requires: ['customer', 'amount', 'product', 'expectedClose'],
      followUpWithin: '2 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '1 workdays', do: ['escalateToManager'] },
      ],
      moves: ['proposing', 'won', 'lost'],
    },
    won: {
      title: { 'zh-CN': '赢单', en: 'Won' },
      outcome: 'won',
      requires: ['customer', 'amount', 'expectedClose'],
    },
    lost: { title: { 'zh-CN': '输单', en: 'Lost' }, outcome: 'lost', requires: [] },
  },
  lostReasons: ['price', 'competitor', 'noBudget', 'noDecision', 'product', 'unknown', 'other'],
  contract: {
    within: '15 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '3 workdays', do: ['escalateToManager'] },
    ],
    terms: [
      { label: '签约款 / On signing', percent: 30, dueDays: 10 },
      { label: '交付款 / On delivery', percent: 60, dueDays: 60 },
      { label: '质保款 / After acceptance', percent: 10, dueDays: 180 },
    ],
  },
});
