import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { get } from '../api/client.ts';
import type { Customer, Page } from '../api/types.ts';
import { useTexts } from '../i18n/locale.ts';
import { commonTexts } from './texts.ts';

interface Props {
  readonly id?: string;
  readonly value?: string | undefined;
  readonly onChange?: (id: string | undefined) => void;
}

/** Chooses a customer by part of the name. Works as a field of a form. */
export function CustomerSelect({ onChange, ...field }: Props) {
  const t = useTexts(commonTexts);
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed);
  const { data, isFetching } = useQuery({
    queryKey: ['customers', 'choice', q],
    queryFn: () => get<Page<Customer>>('/customers', { limit: 50, q }),
    refetchInterval: false,
  });
  return (
    <Select<string>
      {...field}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      placeholder={t.chooseCustomer}
      aria-label={t.chooseCustomer}
      style={{ minWidth: 160, width: '100%' }}
      onChange={(id) => onChange?.(id)}
      options={data?.items.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
