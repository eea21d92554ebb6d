import { defineApproval } from '../approval/define.ts';
import { money } from '../money.ts';

/** Discounts on quotes, decided within hours because a customer waits; what nobody answers for is not given. */
export const quoteDiscount = defineApproval({
  id: 'approval.quote-discount',
  kind: 'approval',
  title: { 'zh-CN': '报价折扣审批', en: 'Quote discount approval' },
  priority: 30,
  appliesTo: ({ subject }) => subject === 'quote',
  urgeEvery: '2 hours',
  withdraw: 'beforeFirstDecision',
  dedup: 'ADJACENT',
  takeBackWithin: '15 minutes',
  nodes: [
    {
      name: 'managers',
      title: { 'zh-CN': '逐级审批', en: 'Managers in turn' },
      mode: 'SEQ',
      approvers: [{ managersOfStarterUpTo: 2 }],
      within: '4 workhours',
      timeout: [
        { after: '0 workhours', do: ['remind'] },
        { after: '4 workhours', do: ['remind', 'escalateToManager'] },
        { after: '8 workhours', do: ['transferToManager'] },
        { after: '5 workdays', do: ['autoReject'] },
      ],
    },
    {
      name: 'finance',
      title: { 'zh-CN': '财务确认', en: 'Finance' },
      mode: 'ANY',
      approvers: [{ role: 'finance' }],
      when: { field: 'amount', is: 'atLeast', value: money(200_000_00, 'CNY') },
      within: '8 workhours',
      timeout: [
        { after: '0 workhours', do: ['remind'] },
        { after: '8 workhours', do: ['addManager', 'escalateToManager'] },
        { after: '5 workdays', do: ['autoReject'] },
      ],
    },
  ],
});
