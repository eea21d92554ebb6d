import { InputNumber, Select, Space } from 'antd';
import { type Money, parseMoney, plainMoney } from '../../../domain/money.ts';

interface Props {
  readonly id?: string;
  readonly value?: Money | undefined;
  readonly onChange?: (money: Money | undefined) => void;
  readonly label: string;
}

const currencies = ['CNY', 'USD', 'EUR', 'GBP', 'JPY'];
const home = 'CNY';

/** An amount and its currency. Works as a field of a form. */
export function MoneyInput({ id, value, onChange, label }: Props) {
  const currency = value?.currency ?? home;
  const change = (written: string | null, of: string) => onChange?.(written ? parseMoney(written, of) : undefined);
  return (
    <Space.Compact block>
      <InputNumber<string>
        {...(id ? { id } : {})}
        stringMode
        min="0"
        precision={currency === 'JPY' ? 0 : 2}
        value={value ? plainMoney(value) : null}
        onChange={(written) => change(written, currency)}
        style={{ flex: 1 }}
      />
      <Select
        aria-label={label}
        value={currency}
        options={currencies.map((code) => ({ value: code, label: code }))}
        onChange={(next) => change(value ? plainMoney(value) : '0', next)}
        style={{ width: 90 }}
      />
    </Space.Compact>
  );
}
