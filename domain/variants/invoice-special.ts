import { defineInvoice } from '../invoice/define.ts';

/** Special VAT invoices, by which the buyer deducts tax: all details of the buyer, and finance looks within a working day. */
export const specialInvoice = defineInvoice({
  id: 'invoice.special',
  title: { 'zh-CN': '专用发票', en: 'Special VAT invoices' },
  priority: 10,
  appliesTo: ({ form }) => form === 'special',
  requires: ['taxNumber', 'address', 'phone', 'bank', 'account'],
  issuing: {
    within: '1 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '1 workdays', do: ['remind', 'escalateToManager'] },
    ],
  },
  correcting: {
    within: '2 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '2 workdays', do: ['escalateToManager'] },
    ],
  },
  sending: {
    within: '2 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '2 workdays', do: ['escalateToManager'] },
    ],
  },
  acknowledging: {
    within: '10 workdays',
    ladder: [
      { after: '0 minutes', do: ['remind'] },
      { after: '10 workdays', do: ['remind', 'escalateToManager'] },
    ],
  },
});
