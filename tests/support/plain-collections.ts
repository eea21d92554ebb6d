import { definePaymentPlan } from '../../domain/payment-plan/define.ts';

/** A ladder with none of the policies beside it: letters go out unseen, and nobody has to accept an escalation. */
export const plainCollections = definePaymentPlan({
  id: 'paymentPlan.plain',
  title: { 'zh-CN': '简单催收', en: 'Plain collections' },
  priority: 0,
  appliesTo: () => true,
  sendAt: 10 * 60,
  ladder: [
    { after: '-5 workdays', do: ['sendNotice'] },
    { after: '1 workdays', do: ['sendReminder'] },
    { after: '5 workdays', do: ['sendSecondReminder', 'escalateToManager'] },
    { after: '10 workdays', do: ['sendFormalLetter', 'escalateToManager'] },
    { after: '15 workdays', do: ['escalateToFinance'] },
    { after: '30 workdays', do: ['escalateToLegal'] },
  ],
  tolerance: 1_00,
});
