import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { get } from '../api/client.ts';
import type { Page, User } from '../api/types.ts';
import { useTexts } from '../i18n/locale.ts';
import { commonTexts } from './texts.ts';

interface Props {
  readonly id?: string;
  readonly value?: string | undefined;
  readonly onChange?: (id: string | undefined) => void;
  readonly allowClear?: boolean;
  readonly placeholder?: string;
}

/** Chooses an active person by part of the name. Works as a field of a form. */
export function PersonSelect({ placeholder, onChange, ...field }: Props) {
  const t = useTexts(commonTexts);
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed);
  const { data, isFetching } = useQuery({
    queryKey: ['users', 'choice', q],
    queryFn: () => get<Page<User>>('/users', { active: true, limit: 50, q }),
    refetchInterval: false,
  });
  return (
    <Select<string>
      {...field}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      placeholder={placeholder ?? t.choosePerson}
      aria-label={placeholder ?? t.choosePerson}
      style={{ minWidth: 160, width: '100%' }}
      onChange={(id) => onChange?.(id)}
      options={data?.items.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
