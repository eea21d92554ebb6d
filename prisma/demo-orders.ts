import { addDays, type LocalDate } from '../domain/calendar.ts';
import type { OrderCommand } from '../domain/order/command.ts';
import type { LineInput, OrderInput } from '../domain/order/model.ts';

interface DemoOrder {
  readonly code: string;
  readonly input: OrderInput;
  /** What has been done about it since, in order, and by whom. */
  readonly steps: readonly { readonly by: string; readonly command: OrderCommand }[];
}

const terminal = (units: number, discount = 0): LineInput => ({
  product: { id: 'pr-basic', name: '巡检终端 Basic' },
  unit: '台',
  quantity: units * 1_000,
  unitPrice: 5_500_00,
  discount,
  taxRate: 1_300,
  requirements: null,
});

const blank = {
  terms: null,
  remarks: null,
  currency: 'CNY',
  taxMode: 'inclusive',
  dealId: null,
  contractId: null,
  contractPlan: null,
} as const;

/** An express order of which a part is on its way, and a larger one with a discount that waits for its approval. */
export function demoOrders(today: LocalDate): readonly DemoOrder[] {
  return [
    {
      code: 'DEMO11',
      input: {
        ...blank,
        title: '巡检终端补货',
        customer: { id: 'cu-jiangnan', name: '江南食品股份' },
        customerReference: 'JN-PO-0417',
        lines: [terminal(3)],
        deliverTo: { address: '江苏省无锡市滨湖区蠡湖大道 88 号', contact: '吴刚', phone: '13800000417' },
        shipBy: null,
        speed: 'express',
        owner: 'lina',
      },
      steps: [
        { by: 'lina', command: { type: 'submit' } },
        {
          by: 'heyun',
          command: {
            type: 'ship',
            lines: [{ lineId: 'l1', quantity: 1_000 }],
            carrier: '顺丰速运',
            trackingNumber: 'SF1417203958',
            outboundNumber: null,
          },
        },
      ],
    },
    {
      code: 'DEMO12',
      input: {
        ...blank,
        title: '三号车间巡检终端',
        customer: { id: 'cu-beichen', name: '北辰重工' },
        customerReference: null,
        lines: [
          terminal(20, 800),
          {
            product: { id: null, name: '现场安装调试' },
            unit: '人天',
            quantity: 4_500,
            unitPrice: 1_200_00,
            discount: 0,
            taxRate: 600,
            requirements: '须在周末停产期间进场',
          },
        ],
        deliverTo: { address: '辽宁省沈阳市铁西区开发大路 12 号', contact: '郑洁', phone: null },
        shipBy: addDays(today, 21),
        speed: 'standard',
        owner: 'chenjie',
      },
      steps: [{ by: 'chenjie', command: { type: 'submit' } }],
    },
  ];
}
