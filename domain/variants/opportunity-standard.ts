import { defineOpportunity } from '../opportunity/define.ts';

/** Direct sales of ordinary size. Also the pipeline of every deal that no other one applies to. */
export const standardOpportunity = defineOpportunity({
  id: 'opportunity.standard',
  title: { 'zh-CN': '标准销售', en: 'Standard sale' },
  priority: 0,
  appliesTo: () => true,
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
      probability: 30,
      requires: [],
      followUpWithin: '5 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '2 workdays', do: ['escalateToManager'] },
      ],
      moves: ['prospecting', 'proposing', 'lost'],
    },
    proposing: {
      title: { 'zh-CN': '方案报价', en: 'Proposing' },
      probability: 55,
      requires: ['customer', 'amount'],
      followUpWithin: '3 workdays',
      ladder: [
        { after: '0 minutes', do: ['remind'] },
        { after: '1 workdays', do: ['escalateToManager'] },
      ],
      moves: ['engaging', 'negotiating', 'won', 'lost'],
    },
    negotiating: {
      title: { 'zh-CN': '商务谈判', en: 'Negotiating' },
      probability: 80,
      requires: ['customer', 'amount', 'expectedClose'],
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
      requires: ['customer', 'amount'],
    },
    lost: { title: { 'zh-CN': '输单', en: 'Lost' }, outcome: 'lost', requires: [] },
  },
  lostReasons: ['price', 'competitor', 'noBudget', 'noDecision', 'product', 'unknown', 'other'],
  contract: {
    within: '10 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '3 workdays', do: ['escalateToManager'] },
    ],
    terms: [
      { label: '首付款 / Down payment', percent: 30, dueDays: 10 },
      { label: '尾款 / Balance', percent: 70, dueDays: 40 },
    ],
  },
});
