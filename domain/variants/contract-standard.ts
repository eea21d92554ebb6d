import { defineContract } from '../contract/define.ts';

/** Sales contracts: a year unless agreed otherwise, ended on their last day unless somebody renews them. */
export const salesContract = defineContract({
  id: 'contract.standard',
  title: { 'zh-CN': '销售合同', en: 'Sales contract' },
  priority: 0,
  appliesTo: () => true,
  numbering: 'HT-{yyyy}-{seq:4}',
  term: { months: 12, autoRenew: false, noticeDays: 30 },
  drafting: {
    within: '3 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '3 workdays', do: ['escalateToManager'] },
    ],
  },
  review: {
    within: '5 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '5 workdays', do: ['escalateToManager'] },
    ],
  },
  signing: {
    within: '10 workdays',
    ladder: [
      { after: '-5 workdays', do: ['remind'] },
      { after: '0 minutes', do: ['remind'] },
      { after: '5 workdays', do: ['escalateToManager'] },
      { after: '10 workdays', do: ['remind', 'escalateToLegal'] },
    ],
  },
  copyCheck: {
    within: '1 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '1 workdays', do: ['escalateToManager'] },
    ],
  },
  expiry: {
    remindAt: 9 * 60,
    ladder: [
      { after: '-60 days', do: ['remind'] },
      { after: '-30 days', do: ['remind'] },
      { after: '-7 days', do: ['remind', 'escalateToManager'] },
    ],
  },
});
