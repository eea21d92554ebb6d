import { defineReceipt } from '../receipt/define.ts';

/** From CNY 500,000.00, and every acceptance draft: only an exact reference is enough, and finance looks the same day. */
export const largeReceipt = defineReceipt({
  id: 'receipt.large',
  title: { 'zh-CN': '大额及票据收款核销', en: 'Large sums and drafts' },
  priority: 10,
  appliesTo: ({ amount, method }) => method === 'draft' || (amount.currency === 'CNY' && amount.minor >= 500_000_00),
  automatic: ['reference'],
  tolerance: 0,
  matching: {
    within: '4 workhours',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '4 workhours', do: ['escalateToManager'] },
      { after: '2 workdays', do: ['escalateToManager'] },
    ],
  },
});
