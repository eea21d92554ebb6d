import { defineApproval } from '../approval/define.ts';
import { money } from '../money.ts';

/**
 * Contracts from CNY 500,000: everybody in legal agrees and the manager's manager signs last. Amounts in other currencies come here too, since nothing says that they are small. Nothing is ever approved by time.
 */
export const largeContract = defineApproval({
  id: 'approval.large-contract',
  kind: 'approval',
  title: { 'zh-CN': '大额合同审批', en: 'Large contract approval' },
  priority: 20,
  appliesTo: ({ subject, amount }) =>
    subject === 'contract' && (amount.currency !== 'CNY' || amount.minor >= 500_000_00),
  urgeEvery: '4 hours',
  withdraw: { beforeNode: 'finance' },
  dedup: 'ANY_EARLIER',
  takeBackWithin: '30 minutes',
  reversibleWithin: '7 days',
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
    {
      name: 'legal',
      title: { 'zh-CN': '法务会签', en: 'Legal (all)' },
      mode: 'ALL',
      approvers: [{ role: 'legal' }],
      within: '2 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '3 workdays', do: ['transferToManager'] },
      ],
    },
    {
      name: 'finance',
      title: { 'zh-CN': '财务审批', en: 'Finance' },
      mode: 'ANY',
      approvers: [{ role: 'finance' }],
      when: { field: 'amount', is: 'atLeast', value: money(1_000_000_00, 'CNY') },
      within: '2 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '2 workdays', do: ['addManager'] },
      ],
    },
    {
      name: 'director',
      title: { 'zh-CN': '上级主管审批', en: "Manager's manager" },
      mode: 'SEQ',
      mustSign: true,
      approvers: [{ managerOfStarter: 2 }],
      within: '2 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '2 workdays', do: ['remind', 'escalateToManager'] },
        { after: '4 workdays', do: ['transferToManager'] },
      ],
    },
  ],
});
