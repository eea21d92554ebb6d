import { defineApproval } from '../approval/define.ts';
import { money } from '../money.ts';

/**
 * Orders before they go to the warehouse. The manager releases them; where the customer is on credit hold or asks for
 * more time to pay than usual finance and the manager's manager look at it side by side, otherwise finance only where
 * the amount is large. What nobody says about payment or credit goes the careful way.
 */
export const orderRelease = defineApproval({
  id: 'approval.order-release',
  kind: 'approval',
  title: { 'zh-CN': '订单放行审批', en: 'Order release' },
  priority: 40,
  appliesTo: ({ subject }) => subject === 'order',
  urgeEvery: '2 hours',
  withdraw: 'anyTime',
  dedup: 'ANY_EARLIER',
  takeBackWithin: '15 minutes',
  reversibleWithin: '1 days',
  nodes: [
    {
      name: 'manager',
      title: { 'zh-CN': '直属上级放行', en: 'Manager' },
      mode: 'ALL',
      approvers: [{ managerOfStarter: 1 }],
      within: '4 workhours',
      timeout: [
        { after: '0 workhours', do: ['remind'] },
        { after: '4 workhours', do: ['remind', 'escalateToManager'] },
        { after: '8 workhours', do: ['transferToManager'] },
      ],
    },
    {
      fork: 'risk',
      branches: [
        {
          title: { 'zh-CN': '常规订单', en: 'Ordinary order' },
          when: {
            all: [
              { field: 'creditHold', is: 'equal', value: false },
              { field: 'paymentDays', is: 'atMost', value: 60 },
            ],
          },
          nodes: [
            {
              name: 'finance',
              title: { 'zh-CN': '财务确认', en: 'Finance' },
              mode: 'ANY',
              approvers: [{ role: 'finance' }],
              when: { field: 'amount', is: 'atLeast', value: money(200_000_00, 'CNY') },
              within: '8 workhours',
              timeout: [
                { after: '0 workhours', do: ['remind'] },
                { after: '8 workhours', do: ['addManager', 'escalateToManager'] },
              ],
            },
          ],
        },
      ],
      otherwise: {
        title: { 'zh-CN': '信用冻结或账期较长', en: 'On hold, or long payment terms' },
        nodes: [
          {
            lanes: [
              [
                {
                  name: 'credit',
                  title: { 'zh-CN': '财务信用评审', en: 'Credit review by finance' },
                  mode: 'ANY',
                  anyReject: 'wait',
                  approvers: [{ role: 'finance' }],
                  within: '1 workdays',
                  timeout: [
                    { after: '0 workhours', do: ['remind'] },
                    { after: '4 workhours', do: ['addManager', 'escalateToManager'] },
                  ],
                },
              ],
              [
                {
                  name: 'director',
                  title: { 'zh-CN': '上级主管审批', en: "Manager's manager" },
                  mode: 'ALL',
                  approvers: [{ managerOfStarter: 2 }],
                  within: '1 workdays',
                  timeout: [
                    { after: '0 workhours', do: ['remind'] },
                    { after: '8 workhours', do: ['transferToManager'] },
                  ],
                },
              ],
            ],
          },
        ],
      },
    },
  ],
});
