import { DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { Money } from '../../../../domain/money.ts';
import type { DealFacts, DealField } from '../../../../domain/opportunity/model.ts';
import { useTexts } from '../../i18n/locale.ts';
import { CustomerSelect } from '../customer-select.tsx';
import { MoneyInput } from '../money-input.tsx';
import { dealTexts } from './texts.ts';

/** A deal's facts as the fields of a form hold them. */
export interface WrittenDeal {
  readonly customer?: string;
  readonly amount?: Money;
  readonly expectedClose?: Dayjs;
  readonly product?: string;
}

/** The fields of a deal that are asked for; all of them required where a stage needs them. */
export function DealFields({ fields, required = false }: { fields: readonly DealField[]; required?: boolean }) {
  const t = useTexts(dealTexts);
  const inputs = {
    customer: <CustomerSelect />,
    amount: <MoneyInput label={t.currency} />,
    expectedClose: <DatePicker style={{ width: '100%' }} />,
    product: <Input maxLength={200} />,
  } as const satisfies Record<DealField, React.ReactNode>;
  return fields.map((field) => (
    <Form.Item key={field} name={field} label={t[field]} rules={required ? [{ required, message: t.missing }] : []}>
      {inputs[field]}
    </Form.Item>
  ));
}

/** The facts a form holds, as the API takes them. */
export function changesFrom({ customer, amount, expectedClose, product }: WrittenDeal) {
  return {
    ...(customer === undefined ? {} : { customerId: customer }),
    ...(amount === undefined ? {} : { amount }),
    ...(expectedClose ? { expectedClose: expectedClose.format('YYYY-MM-DD') } : {}),
    ...(product?.trim() ? { product: product.trim() } : {}),
  };
}

/** A deal's facts for a form to begin with. */
export function writtenFrom({ customer, amount, expectedClose, product }: DealFacts): WrittenDeal {
  return {
    ...(customer ? { customer: customer.id } : {}),
    ...(amount ? { amount } : {}),
    ...(expectedClose ? { expectedClose: dayjs(expectedClose) } : {}),
    ...(product ? { product } : {}),
  };
}
