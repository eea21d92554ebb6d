import { z } from 'zod';
import { orderSpeeds } from '../../domain/order/model.ts';
import {
  CommandId,
  Currency,
  ExpectedVersion,
  Id,
  Instant,
  InstantInput,
  LocalDay,
  Money,
  Percent,
  PersonRef,
  text,
} from './common.ts';
import { PaymentTerms } from './opportunities.ts';
import { ProcessView } from './processes.ts';

const LineId = z.string().regex(/^l\d{1,6}$/, 'The id of a line, such as l1');
const ShipmentId = z.string().regex(/^s\d{1,6}$/, 'The id of a shipment, such as s1');
const ReturnId = z.string().regex(/^r\d{1,6}$/, 'The id of a return, such as r1');

const Quantity = z.number().positive().max(1e9).multipleOf(0.001).meta({
  id: 'Quantity',
  description: 'How much, with at most three decimals. It is kept in whole thousandths and never rounded.',
  example: 2.5,
});

/** A line as it is handed in. */
const LineInput = z
  .strictObject({
    id: LineId.optional().meta({ description: 'Of a line there is already; absent for a new one.' }),
    productId: Id.optional().meta({ description: 'Of the product list, which fills in what is left out here.' }),
    name: text(200).optional(),
    unit: text(20).optional().meta({ description: 'What it is counted in.', example: '台' }),
    quantity: Quantity,
    unitPrice: Money.optional().meta({ description: 'For one unit; the list price when absent.' }),
    discount: Percent.default(0).meta({ description: 'Taken off the unit price, in percent.' }),
    taxRate: Percent.optional().meta({ description: 'In percent; that of the product, or 13, when absent.' }),
    requirements: text(1_000).nullable().default(null).meta({ description: 'What is special about this line.' }),
  })
  .meta({ id: 'OrderLineInput', example: { productId: 'gtx-pro', quantity: 3, discount: 5 } });
export type LineInput = z.output<typeof LineInput>;

const DeliverTo = z
  .strictObject({
    address: text(500),
    contact: text(100).nullable().default(null),
    phone: text(50).nullable().default(null),
  })
  .meta({ id: 'DeliverTo', example: { address: '杭州市滨江区江南大道 1 号', contact: '周敏', phone: '13800000000' } });

const content = {
  title: text(200),
  customerReference: text(100).nullable().meta({ description: "The number of the customer's own purchase order." }),
  lines: z.array(LineInput).min(1).max(200),
  terms: PaymentTerms.nullable(),
  deliverTo: DeliverTo.nullable(),
  shipBy: LocalDay.nullable().meta({ description: 'Day by which all goods are to leave.' }),
  remarks: text(4_000).nullable(),
};

export const NewOrder = z
  .strictObject({
    commandId: CommandId.optional(),
    variant: Id.optional().meta({ description: 'Chosen by the facts when absent.' }),
    opportunityId: Id.optional().meta({
      description: 'Of a won opportunity, which fills in title, customer, lines and how it is paid.',
    }),
    contractId: Id.optional().meta({ description: 'Of a contract in force, which fills in the same.' }),
    title: content.title.optional(),
    customerId: Id.optional(),
    currency: Currency.optional().meta({ description: 'That of the first unit price when absent.' }),
    taxMode: z
      .enum(['inclusive', 'exclusive'])
      .default('inclusive')
      .meta({ description: 'Whether unit prices contain tax or tax is added to them.' }),
    speed: z.enum(orderSpeeds).default('standard'),
    lines: content.lines.optional(),
    terms: content.terms.default(null).meta({
      description: 'How an order that stands alone is paid; as its variant says when absent. None under a contract.',
    }),
    customerReference: content.customerReference.default(null),
    deliverTo: content.deliverTo.default(null),
    shipBy: content.shipBy.default(null),
    remarks: content.remarks.default(null),
    owner: Id.optional().meta({ description: 'The caller when absent.' }),
  })
  .meta({ id: 'NewOrder' });
export type NewOrder = z.output<typeof NewOrder>;

const Changes = z
  .strictObject(content)
  .partial()
  .meta({ description: 'What to change; lines are given all together, those there are already by their ids.' });
export type OrderChangesInput = z.output<typeof Changes>;

const LineQuantities = z
  .array(z.strictObject({ lineId: LineId, quantity: Quantity }))
  .min(1)
  .max(200);

const carriage = {
  carrier: text(100),
  trackingNumber: text(100).nullable().default(null),
  outboundNumber: text(100).nullable().default(null).meta({ description: 'Of the outbound document (出库单).' }),
  shippedAt: InstantInput.optional().meta({ description: 'Now when absent.' }),
};

const reason = z.string().trim().max(1_000).default('').meta({ description: 'Says why; may not be blank.' });
const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };

export const OrderCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('edit'), changes: Changes }),
    z.strictObject({ ...base, type: z.literal('submit') }),
    z.strictObject({ ...base, type: z.literal('confirm') }),
    z.strictObject({ ...base, type: z.literal('change'), changes: Changes, reason }),
    z.strictObject({ ...base, type: z.literal('dropChange'), reason }),
    z.strictObject({ ...base, type: z.literal('cancel'), reason, lines: LineQuantities.optional() }),
    z.strictObject({ ...base, type: z.literal('pick'), lines: LineQuantities }),
    z.strictObject({ ...base, type: z.literal('unpick'), shipmentId: ShipmentId, reason }),
    z.strictObject({ ...base, type: z.literal('dispatch'), shipmentId: ShipmentId, ...carriage }),
    z.strictObject({ ...base, type: z.literal('ship'), lines: LineQuantities, ...carriage }),
    z.strictObject({
      ...base,
      type: z.literal('correctCarriage'),
      shipmentId: ShipmentId,
      carrier: text(100).optional(),
      trackingNumber: text(100).nullable().optional(),
      outboundNumber: text(100).optional(),
    }),
    z.strictObject({
      ...base,
      type: z.literal('confirmDelivery'),
      shipmentId: ShipmentId,
      deliveredOn: LocalDay,
      receivedBy: text(100).optional(),
    }),
    z.strictObject({ ...base, type: z.literal('confirmAcceptance'), shipmentId: ShipmentId, acceptedOn: LocalDay }),
    z.strictObject({ ...base, type: z.literal('requestReturn'), lines: LineQuantities, reason }),
    z.strictObject({
      ...base,
      type: z.literal('receiveReturn'),
      returnId: ReturnId,
      receivedOn: LocalDay,
      lines: LineQuantities.optional().meta({ description: 'All that was announced when absent.' }),
    }),
    z.strictObject({ ...base, type: z.literal('dropReturn'), returnId: ReturnId, reason }),
    z.strictObject({ ...base, type: z.literal('overrideCredit'), reason, until: InstantInput }),
    z.strictObject({ ...base, type: z.literal('recheckCredit') }),
    z.strictObject({
      ...base,
      type: z.literal('reassign'),
      waitId: z.string().regex(/^w\d{1,6}$/, 'The id of an open wait, such as w3'),
      to: Id,
      reason: text(1_000).optional(),
    }),
    z.strictObject({ ...base, type: z.literal('changeOwner'), to: Id, reason: text(1_000).optional() }),
    z.strictObject({ ...base, type: z.literal('close') }),
  ])
  .meta({ id: 'OrderCommand' });
export type OrderCommandInput = z.output<typeof OrderCommandInput>;

const Amount = z.number().meta({ description: 'A quantity, with at most three decimals.' });
const part = z.object({ lineId: z.string(), product: z.string(), unit: z.string(), quantity: Amount });

const amounts = {
  list: Money.meta({ description: 'At the unit prices, before any discount.' }),
  discount: Money,
  net: Money,
  tax: Money,
  gross: Money.meta({ description: 'What is to be paid, tax included.' }),
};

/** An order as people read it: what is agreed, what has moved and what is open. */
const OrderView = z.object({
  customerReference: z.string().nullable(),
  contractId: z.string().nullable(),
  taxMode: z.enum(['inclusive', 'exclusive']),
  speed: z.enum(orderSpeeds),
  deliverTo: z.object({ address: z.string(), contact: z.string().nullable(), phone: z.string().nullable() }).nullable(),
  shipBy: LocalDay.nullable(),
  remarks: z.string().nullable(),
  terms: PaymentTerms.nullable(),
  amounts: z.object(amounts).meta({ description: 'Of everything ordered.' }),
  value: Money.meta({ description: 'Of everything ordered that was neither cancelled nor taken back.' }),
  lines: z.array(
    z.object({
      id: z.string(),
      product: z.object({ id: z.string().nullable(), name: z.string() }),
      unit: z.string(),
      quantity: Amount,
      unitPrice: Money,
      discount: Percent,
      taxRate: Percent,
      requirements: z.string().nullable(),
      amounts: z.object(amounts),
      cancelled: Amount,
      picked: Amount.meta({ description: 'Put together for a shipment that has not left.' }),
      shipped: Amount,
      delivered: Amount,
      accepted: Amount,
      returned: Amount,
      returning: Amount.meta({ description: 'Announced to come back.' }),
      open: Amount.meta({ description: 'Neither shipped, picked nor cancelled.' }),
      shippable: Amount.meta({ description: 'Of what is open, what no change under approval touches.' }),
    }),
  ),
  shipments: z.array(
    z.object({
      id: z.string(),
      status: z.enum(['picked', 'shipped', 'delivered', 'accepted']),
      lines: z.array(part),
      carrier: z.string().nullable(),
      trackingNumber: z.string().nullable(),
      outboundNumber: z.string().nullable(),
      pickedAt: Instant,
      shippedAt: Instant.nullable(),
      deliveredOn: LocalDay.nullable(),
      receivedBy: z.string().nullable(),
      acceptedOn: LocalDay.nullable(),
      deliveryNote: z.string().meta({ description: 'Address of its delivery note, to be printed.' }),
    }),
  ),
  returns: z.array(
    z.object({
      id: z.string(),
      status: z.enum(['announced', 'received', 'dropped']),
      lines: z.array(part).meta({ description: 'What was announced.' }),
      received: z.array(part).nullable(),
      receivedOn: LocalDay.nullable(),
      credit: Money.nullable(),
      reason: z.string(),
      requestedAt: Instant,
      requestedBy: PersonRef,
    }),
  ),
  approval: z
    .object({ id: z.string(), version: z.int(), of: z.enum(['order', 'change']), status: z.string() })
    .nullable(),
  change: z
    .object({ reason: z.string(), by: PersonRef, at: Instant, amounts: z.object(amounts) })
    .nullable()
    .meta({ description: 'A change that has not taken effect.' }),
  hold: z
    .object({
      point: z.enum(['submission', 'release', 'shipping']),
      reasons: z.array(z.object({ code: z.string(), plan: z.string(), instalment: z.string(), amount: Money })),
      overdue: z.array(Money),
      since: Instant,
      recheckAt: Instant,
    })
    .nullable()
    .meta({ description: "What of the customer's debts holds the order." }),
  override: z.object({ by: PersonRef, reason: z.string(), until: Instant }).nullable(),
  plans: z.array(z.string()).meta({ description: 'Payment plans that collect its price.' }),
  confirmation: z.string().meta({ description: 'Address of the order confirmation, to be printed.' }),
});
export type OrderView = z.output<typeof OrderView>;

const money = (minor: number) => ({ minor, currency: 'CNY' });
const exampleAmounts = {
  list: money(1_446_300),
  discount: money(0),
  net: money(1_279_912),
  tax: money(166_388),
  gross: money(1_446_300),
};

const exampleOrder: OrderView = {
  customerReference: 'PO-8812',
  contractId: null,
  taxMode: 'inclusive',
  speed: 'standard',
  deliverTo: { address: '杭州市滨江区江南大道 1 号', contact: '周敏', phone: null },
  shipBy: '2026-12-10',
  remarks: null,
  terms: [{ label: 'On delivery', percent: 100, dueDays: 30 }],
  amounts: exampleAmounts,
  value: exampleAmounts.gross,
  lines: [
    {
      id: 'l1',
      product: { id: 'gtx-pro', name: 'GTX Pro' },
      unit: '台',
      quantity: 3,
      unitPrice: money(482_100),
      discount: 0,
      taxRate: 13,
      requirements: null,
      amounts: exampleAmounts,
      cancelled: 0,
      picked: 0,
      shipped: 1,
      delivered: 1,
      accepted: 0,
      returned: 0,
      returning: 0,
      open: 2,
      shippable: 2,
    },
  ],
  shipments: [
    {
      id: 's1',
      status: 'delivered',
      lines: [{ lineId: 'l1', product: 'GTX Pro', unit: '台', quantity: 1 }],
      carrier: '顺丰',
      trackingNumber: 'SF1029384756',
      outboundNumber: 'CK-20261124-07',
      pickedAt: '2026-11-23T01:12:00.000Z',
      shippedAt: '2026-11-23T06:00:00.000Z',
      deliveredOn: '2026-11-25',
      receivedBy: '周敏',
      acceptedOn: null,
      deliveryNote: '/api/v1/orders/SO-7Q2M4K9XTB/shipments/s1/delivery-note',
    },
  ],
  returns: [],
  approval: { id: 'AP-SO-7Q2M4K9XTB-1', version: 1, of: 'order', status: 'approved' },
  change: null,
  hold: null,
  override: null,
  plans: ['PP-SO-7Q2M4K9XTB-1'],
  confirmation: '/api/v1/orders/SO-7Q2M4K9XTB/confirmation',
};

export const OrderDetail = ProcessView.extend({ order: OrderView }).meta({
  id: 'OrderDetail',
  example: {
    ...(ProcessView.meta()?.example as object),
    id: 'SO-7Q2M4K9XTB',
    kind: 'order',
    stage: 'shipping',
    variant: 'order.standard',
    order: exampleOrder,
  },
});

export const ShipmentParams = z.strictObject({ id: Id, shipment: ShipmentId });
export const PrintQuery = z.strictObject({
  lang: z
    .enum(['zh-CN', 'en'])
    .optional()
    .meta({ description: "The caller's language when absent.", example: 'zh-CN' }),
});
