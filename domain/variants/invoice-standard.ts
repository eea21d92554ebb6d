import { defineInvoice } from '../invoice/define.ts';

/** How invoices are issued that no other variant covers. */
export const standardInvoice = defineInvoice({
  id: 'invoice.standard',
  title: { 'zh-CN': '标准开票', en: 'Standard invoices' },
  priority: 0,
  appliesTo: () => true,
  requires: ['taxNumber'],
  issuing: {
    within: '2 workdays',
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
