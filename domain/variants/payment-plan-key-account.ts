import { definePaymentPlan } from '../payment-plan/define.ts';

/** From CNY 1,000,000.00: gentler and longer, and the owner hears before the customer does, so that a call can come first. */
export const keyAccountCollections = definePaymentPlan({
  id: 'paymentPlan.keyAccount',
  title: { 'zh-CN': '大客户催收', en: 'Key account collections' },
  priority: 10,
  appliesTo: ({ amount }) => amount.currency === 'CNY' && amount.minor >= 1_000_000_00,
  sendAt: 10 * 60,
  ladder: [
    { after: '-10 workdays', do: ['remind'] },
    { after: '-5 workdays', do: ['sendNotice'] },
    { after: '1 workdays', do: ['remind'] },
    { after: '5 workdays', do: ['sendReminder'] },
    { after: '10 workdays', do: ['remind', 'escalateToManager'] },
    { after: '15 workdays', do: ['sendSecondReminder'] },
    { after: '25 workdays', do: ['sendFormalLetter', 'escalateToManager'] },
    { after: '40 workdays', do: ['escalateToFinance'] },
    { after: '60 workdays', do: ['escalateToLegal'] },
  ],
  tolerance: 10_00,
  eventFollowUp: '10 workdays',
  preview: { fromLevel: 1, ahead: '1 workdays', longestHold: 14 },
  escalation: { acceptWithin: '2 workdays' },
  bankCheck: { feedOlderThan: '2 workdays' },
  limits: { promises: 3, promiseDays: 60, pauseDays: 90 },
  keepWrittenOff: '1095 days',
});
