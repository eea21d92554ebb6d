import { defineApproval } from '../approval/define.ts';
import { money } from '../money.ts';

/** Contracts below CNY 500,000: the manager agrees, then anybody in legal. */
export const standardContract = defineApproval({
  id: 'approval.standard-contract',
  kind: 'approval',
  title: { 'zh-CN': '标准合同审批', en: 'Standard contract approval' },
  priority: 10,
  appliesTo: ({ subject, amount }) => subject === 'contract' && amount.currency === 'CNY' && amount.minor < 500_000_00,
  covers: { field: 'amount', is: 'below', value: money(500_000_00, 'CNY') },
  urgeEvery: '4 hours',
  withdraw: 'anyTime',
  dedup: 'ADJACENT',
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
        { after: '5 workdays', do: ['transferToManager'] },
      ],
    },
    {
      name: 'legal',
      title: { 'zh-CN': '法务审批', en: 'Legal' },
      mode: 'ANY',
      approvers: [{ role: 'legal' }],
      within: '2 workdays',
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '2 workdays', do: ['addManager'] },
      ],
    },
  ],
});
