import { Card, Flex, Input, Table, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useList } from '../../api/lists.ts';
import type { Customer } from '../../api/types.ts';
import { More } from '../../components/more.tsx';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing } from '../../layout/states.tsx';
import { customersTexts } from './texts.ts';

/** The companies that buy. */
export function Page() {
  const t = useTexts(customersTexts);
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const list = useList<Customer>('/customers', { q });
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  const columns: TableColumnsType<Customer> = [
    { title: t.name, key: 'name', render: (_, { id, name }) => <Link to={`/customers/${id}`}>{name}</Link> },
    { title: t.sector, key: 'sector', render: (_, { sector }) => sector ?? '–' },
    { title: t.location, key: 'location', render: (_, { location }) => location ?? '–' },
    { title: t.employees, key: 'employees', align: 'right', render: (_, { employees }) => employees ?? '–' },
    { title: t.contacts, key: 'contacts', align: 'right', render: (_, { contacts }) => contacts.length },
  ];
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={12} style={{ marginBottom: 12 }}>
        <h1 className="page-title">{t.title}</h1>
        <Input.Search
          aria-label={t.search}
          placeholder={t.search}
          allowClear
          defaultValue={q}
          onSearch={(next) => setSearch(next ? { q: next } : {}, { replace: true })}
          style={{ width: 260 }}
        />
      </Flex>
      <Card size="small" styles={{ body: { padding: 0 } }}>
        <Table<Customer>
          size="small"
          rowKey="id"
          loading={list.isPending}
          columns={columns}
          dataSource={list.items}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing>{t.nothing}</Nothing> }}
        />
        <More list={list} />
      </Card>
    </>
  );
}
