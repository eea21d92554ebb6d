import { defineContract } from '../contract/define.ts';

/** Frame contracts: three years, renewed by themselves unless ended in time, and watched over longer and by legal too. */
export const frameworkContract = defineContract({
  id: 'contract.framework',
  title: { 'zh-CN': '框架合同', en: 'Frame contract' },
  priority: 10,
  appliesTo: ({ type }) => type === 'framework',
  numbering: 'KJ-{yyyy}-{seq:3}',
  term: { months: 36, autoRenew: true, noticeDays: 90 },
  drafting: {
    within: '5 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '5 workdays', do: ['escalateToManager'] },
    ],
  },
  review: {
    within: '10 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '5 workdays', do: ['escalateToManager'] },
    ],
  },
  signing: {
    within: '20 workdays',
    ladder: [
      { after: '-10 workdays', do: ['remind'] },
      { after: '0 minutes', do: ['remind', 'escalateToManager'] },
      { after: '10 workdays', do: ['remind', 'escalateToLegal'] },
    ],
  },
  copyCheck: {
    within: '2 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '2 workdays', do: ['escalateToManager'] },
    ],
  },
  expiry: {
    remindAt: 9 * 60,
    ladder: [
      { after: '-90 days', do: ['remind'] },
      { after: '-60 days', do: ['remind'] },
      { after: '-30 days', do: ['remind', 'escalateToManager'] },
      { after: '-7 days', do: ['escalateToManager', 'escalateToLegal'] },
    ],
  },
});
