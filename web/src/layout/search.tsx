import { useQuery } from '@tanstack/react-query';
import { Input, Modal, Typography } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { get } from '../api/client.ts';
import type { Customer, Page, Process } from '../api/types.ts';
import { pathOf } from '../components/links.ts';
import { useTexts } from '../i18n/locale.ts';
import { Nothing } from './states.tsx';
import { layoutTexts } from './texts.ts';

interface Hit {
  readonly path: string;
  readonly title: string;
  readonly detail: string;
}

const shortest = 2;
const perKind = 6;

/** Finds deals, approvals, plans and customers by part of a title, number or name; for the keyboard. */
export function Search({ open, close }: { open: boolean; close: () => void }) {
  const t = useTexts(layoutTexts);
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const q = useDeferredValue(typed.trim());
  const { data: hits, isFetching } = useQuery({
    queryKey: ['search', q],
    queryFn: () => search(q),
    enabled: open && q.length >= shortest,
    refetchInterval: false,
  });
  const go = async (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    setTyped('');
    await navigate(hit.path);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = (hits?.length ?? 1) - 1;
    if (event.key === 'ArrowDown') setAt((now) => Math.min(now + 1, last));
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(now - 1, 0));
    else if (event.key === 'Enter') void go(hits?.[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal open={open} onCancel={close} footer={null} closable={false} destroyOnHidden title={t.search}>
      <Input.Search
        autoFocus
        aria-label={t.search}
        placeholder={t.searchHint}
        loading={isFetching}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {q.length < shortest ? (
        <Nothing>{t.searchBegin}</Nothing>
      ) : hits?.length === 0 ? (
        <Nothing>{t.searchEmpty}</Nothing>
      ) : (
        <ul className="hits">
          {(hits ?? []).map((hit, index) => (
            <li key={hit.path}>
              <button type="button" className={index === at ? 'hit hit-now' : 'hit'} onClick={() => void go(hit)}>
                <Typography.Text ellipsis>{hit.title}</Typography.Text>
                <Typography.Text type="secondary" className="nowrap">
                  {hit.detail}
                </Typography.Text>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  );
}

async function search(q: string): Promise<readonly Hit[]> {
  const query = { q, limit: perKind };
  const lists = ['/opportunities', '/approvals', '/contracts', '/payment-plans'].map((path) =>
    get<Page<Process>>(path, query),
  );
  const [customers, ...processes] = await Promise.all([get<Page<Customer>>('/customers', query), ...lists]);
  return [
    ...processes.flatMap(({ items }) => items).map((one) => ({ path: pathOf(one), title: one.title, detail: one.id })),
    ...customers.items.map(({ id, name }) => ({ path: `/customers/${id}`, title: name, detail: id })),
  ];
}
