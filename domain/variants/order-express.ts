import { money } from '../money.ts';
import { defineOrder } from '../order/define.ts';

/**
 * Spot goods that leave today: small ones at list price ask nobody, nobody confirms, goods leave in one step, and what
 * is delivered counts as accepted.
 */
export const expressOrder = defineOrder({
  id: 'order.express',
  title: { 'zh-CN': '现货快单', en: 'Express order' },
  priority: 10,
  appliesTo: ({ speed }) => speed === 'express',
  steps: {
    submit: {
      holder: 'owner',
      within: '4 workhours',
      ladder: [
        { after: '0 workhours', do: ['remind'] },
        { after: '4 workhours', do: ['remind', 'escalateToManager'] },
      ],
    },
    awaitApproval: {
      holder: 'owner',
      within: '8 workhours',
      ladder: [
        { after: '0 workhours', do: ['remind'] },
        { after: '8 workhours', do: ['escalateToManager'] },
      ],
    },
    revise: {
      holder: 'owner',
      within: '4 workhours',
      ladder: [
        { after: '0 workhours', do: ['remind'] },
        { after: '8 workhours', do: ['remind', 'escalateToManager'] },
      ],
    },
    releaseCredit: {
      holder: 'finance',
      within: '4 workhours',
      ladder: [
        { after: '0 workhours', do: ['remind'] },
        { after: '4 workhours', do: ['remind', 'escalateToManager'] },
      ],
    },
    confirm: null,
    ship: {
      holder: 'logistics',
      within: '4 workhours',
      ladder: [
        { after: '0 workhours', do: ['remind'] },
        { after: '2 workhours', do: ['remind', 'escalateToManager'] },
        { after: '1 workdays', do: ['escalateToManager'] },
      ],
    },
    dispatch: null,
    confirmDelivery: {
      holder: 'logistics',
      within: '2 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    confirmAcceptance: null,
    receiveReturn: {
      holder: 'logistics',
      within: '5 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '3 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    close: { holder: 'owner', within: '7 days', ladder: [{ after: '0 days', do: ['closeOrder'] }] },
  },
  credit: {
    tolerated: [money(500_00, 'CNY')],
    passesUpTo: money(2_000_00, 'CNY'),
    prepaidPasses: true,
    recheckEvery: '2 workhours',
    overrideAtMost: '3 workdays',
  },
  withoutApproval: { amountUpTo: money(20_000_00, 'CNY'), discountUpTo: 0 },
  terms: [{ label: '货款 / Price of the goods', percent: 100, dueDays: 30, from: 'delivered' }],
});
