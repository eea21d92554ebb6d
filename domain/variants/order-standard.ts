import { money } from '../money.ts';
import { defineOrder } from '../order/define.ts';

/** Orders as most are: confirmed to the customer, picked, booked out, delivered and accepted, with 15 days for returns. */
export const standardOrder = defineOrder({
  id: 'order.standard',
  title: { 'zh-CN': '标准订单', en: 'Standard order' },
  priority: 0,
  appliesTo: () => true,
  steps: {
    submit: {
      holder: 'owner',
      within: '2 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '3 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    awaitApproval: {
      holder: 'owner',
      within: '3 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '3 workdays', do: ['escalateToManager'] },
      ],
    },
    revise: {
      holder: 'owner',
      within: '2 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '2 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    releaseCredit: {
      holder: 'finance',
      within: '1 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '5 workdays', do: ['escalateToManager'] },
      ],
    },
    confirm: {
      holder: 'owner',
      within: '1 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    ship: {
      holder: 'logistics',
      within: '5 workdays',
      ladder: [
        { after: '-1 workdays', do: ['remind'] },
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
        { after: '3 workdays', do: ['escalateToManager'] },
      ],
    },
    dispatch: {
      holder: 'logistics',
      within: '1 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    confirmDelivery: {
      holder: 'logistics',
      within: '5 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '2 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    confirmAcceptance: {
      holder: 'owner',
      within: '10 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '5 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    receiveReturn: {
      holder: 'logistics',
      within: '10 workdays',
      ladder: [
        { after: '0 workdays', do: ['remind'] },
        { after: '5 workdays', do: ['remind', 'escalateToManager'] },
      ],
    },
    close: { holder: 'owner', within: '15 days', ladder: [{ after: '0 days', do: ['closeOrder'] }] },
  },
  credit: {
    tolerated: [money(1_000_00, 'CNY')],
    passesUpTo: null,
    prepaidPasses: true,
    recheckEvery: '4 workhours',
    overrideAtMost: '10 workdays',
  },
  withoutApproval: null,
  terms: [
    { label: '预付款 / Down payment', percent: 30, dueDays: 7, from: 'signed' },
    { label: '到货款 / On delivery', percent: 60, dueDays: 15, from: 'delivered' },
    { label: '验收款 / On acceptance', percent: 10, dueDays: 30, from: 'accepted' },
  ],
});
