import { definePaymentPlan } from '../payment-plan/define.ts';

/** How every customer without a ladder of its own is chased. */
export const standardCollections = definePaymentPlan({
  id: 'paymentPlan.standard',
  title: { 'zh-CN': '标准催收', en: 'Standard collections' },
  priority: 0,
  appliesTo: () => true,
  sendAt: 10 * 60,
  ladder: [
    { after: '-5 workdays', do: ['sendNotice'] },
    { after: '1 workdays', do: ['sendReminder'] },
    { after: '5 workdays', do: ['sendSecondReminder', 'remind'] },
    { after: '10 workdays', do: ['sendFormalLetter', 'escalateToManager'] },
    { after: '15 workdays', do: ['escalateToFinance'] },
    { after: '30 workdays', do: ['escalateToLegal'] },
  ],
  tolerance: 1_00,
  eventFollowUp: '10 workdays',
  preview: { fromLevel: 2, ahead: '1 workdays', longestHold: 7 },
  escalation: { acceptWithin: '1 workdays' },
  bankCheck: { feedOlderThan: '2 workdays' },
  limits: { promises: 2, promiseDays: 30, pauseDays: 60 },
  keepWrittenOff: '1095 days',
});
