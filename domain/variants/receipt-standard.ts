import { defineReceipt } from '../receipt/define.ts';

/** How money is matched that no other variant covers: all that is beyond doubt by itself, the rest within a working day. */
export const standardReceipt = defineReceipt({
  id: 'receipt.standard',
  title: { 'zh-CN': '标准收款核销', en: 'Standard matching' },
  priority: 0,
  appliesTo: () => true,
  automatic: ['reference', 'amount', 'oldestDue'],
  tolerance: 1_00,
  matching: {
    within: '1 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '1 workdays', do: ['remind', 'escalateToManager'] },
      { after: '3 workdays', do: ['escalateToManager'] },
    ],
  },
});
