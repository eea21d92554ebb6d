import { defineApproval } from '../approval/define.ts';
import { money } from '../money.ts';

/**
 * Money given up for lost, in tiers of its amount: finance decides alone below CNY 10,000, the starter's managers join
 * from there, and from CNY 100,000 finance, legal and the managers vote, finance with double weight. Nothing is ever
 * approved by time, and nobody is spared for having agreed before.
 */
export const writeOff = defineApproval({
  id: 'approval.write-off',
  kind: 'approval',
  title: { 'zh-CN': '坏账核销审批', en: 'Write-off' },
  priority: 50,
  appliesTo: ({ subject }) => subject === 'writeOff',
  urgeEvery: '4 hours',
  withdraw: 'beforeFirstDecision',
  nodes: [
    {
      name: 'finance',
      title: { 'zh-CN': '财务审批', en: 'Finance' },
      mode: 'ANY',
      approvers: [{ role: 'finance' }],
      selfApproval: 'MANAGER',
      within: '2 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '3 workdays', do: ['transferToManager'] },
      ],
    },
    {
      name: 'managers',
      title: { 'zh-CN': '逐级审批', en: 'Managers in turn' },
      mode: 'SEQ',
      approvers: [{ managersOfStarterUpTo: 2 }],
      when: { field: 'amount', is: 'atLeast', value: money(10_000_00, 'CNY') },
      within: '2 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '2 workdays', do: ['remind', 'escalateToManager'] },
        { after: '4 workdays', do: ['transferToManager'] },
      ],
    },
    {
      name: 'board',
      title: { 'zh-CN': '核销评审会', en: 'Write-off board' },
      mode: 'VOTE',
      passAt: 67,
      mustSign: true,
      approvers: [{ role: 'finance', weight: 2 }, { role: 'legal' }, { managerOfStarter: 2 }],
      when: { field: 'amount', is: 'atLeast', value: money(100_000_00, 'CNY') },
      within: '3 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '2 workdays', do: ['remind', 'escalateToManager'] },
        { after: '10 workdays', do: ['autoReject'] },
      ],
    },
  ],
});
