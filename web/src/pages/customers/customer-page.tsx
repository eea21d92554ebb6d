import { useQuery } from '@tanstack/react-query';
import { Card, Descriptions, Flex, Tabs } from 'antd';
import { useParams } from 'react-router';
import { ApiProblem, get } from '../../api/client.ts';
import { useList } from '../../api/lists.ts';
import type { Customer, Process, Wait, WaitFigures } from '../../api/types.ts';
import { Totals } from '../../components/amount.tsx';
import { More } from '../../components/more.tsx';
import { ProcessTable } from '../../components/process-table.tsx';
import { WaitAnswer } from '../../components/wait/answer.tsx';
import { WaitSentence } from '../../components/wait/sentence.tsx';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing, NothingHere, PageLoading } from '../../layout/states.tsx';
import { customersTexts } from './texts.ts';

/** A customer from all sides: what is open with them, their deals, approvals and payments, and who they are. */
export function Page() {
  const t = useTexts(customersTexts);
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', id],
    queryFn: () => get<Customer>(`/customers/${encodeURIComponent(id)}`),
  });
  const waits = useList<Wait>('/waits', { scope: 'all', customer: id, sort: 'due', limit: 20 });
  const figures = useQuery({
    queryKey: ['/waits/summary', { customer: id }],
    queryFn: () => get<WaitFigures>('/waits/summary', { scope: 'all', customer: id }),
  });
  if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  return (
    <Flex vertical gap={16}>
      <h1 className="page-title">{data.name}</h1>
      <Flex gap={16} wrap align="flex-start">
        <Flex vertical gap={16} style={{ flex: '2 1 560px', minWidth: 0 }}>
          <Card
            size="small"
            title={<h2 className="card-title">{t.waits}</h2>}
            extra={figures.data && <Totals of={figures.data.totals} />}
            styles={{ body: { padding: 0 } }}
          >
            {waits.items.length === 0 && !waits.isPending && <Nothing>{t.noWaits}</Nothing>}
            {waits.items.map((wait) => (
              <div key={wait.id} className="row">
                <WaitSentence wait={wait} />
                <WaitAnswer wait={wait} />
              </div>
            ))}
            <More list={waits} />
          </Card>
          <Card size="small">
            <Tabs
              items={[
                { key: 'deals', label: t.deals, children: <Processes path="/opportunities" customer={id} /> },
                { key: 'approvals', label: t.approvals, children: <Processes path="/approvals" customer={id} /> },
                { key: 'plans', label: t.plans, children: <Processes path="/payment-plans" customer={id} /> },
              ]}
            />
          </Card>
        </Flex>
        <Facts customer={data} />
      </Flex>
    </Flex>
  );
}

function Processes({ path, customer }: { path: string; customer: string }) {
  const list = useList<Process>(path, { customer });
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  return (
    <>
      <ProcessTable processes={list.items} loading={list.isPending} />
      <More list={list} />
    </>
  );
}

function Facts({ customer }: { customer: Customer }) {
  const t = useTexts(customersTexts);
  const { sector, location, employees, yearEstablished, revenueMillions, parentName, contacts } = customer;
  const items = [
    { key: 'sector', label: t.sector, children: sector ?? '–' },
    { key: 'location', label: t.location, children: location ?? '–' },
    { key: 'employees', label: t.employees, children: employees ?? '–' },
    { key: 'founded', label: t.founded, children: yearEstablished ?? '–' },
    { key: 'revenue', label: t.revenue, children: revenueMillions ?? '–' },
    { key: 'parent', label: t.parent, children: parentName ?? '–' },
  ];
  return (
    <Flex vertical gap={16} style={{ flex: '1 1 300px', minWidth: 0 }}>
      <Card size="small" title={<h2 className="card-title">{t.facts}</h2>}>
        <Descriptions size="small" column={1} items={items} />
      </Card>
      <Card size="small" title={<h2 className="card-title">{t.contacts}</h2>}>
        {contacts.length === 0 && <Nothing>{t.noContacts}</Nothing>}
        <ul className="plain-list">
          {contacts.map(({ id, name, email, billing }) => (
            <li key={id}>
              {name} <a href={`mailto:${email}`}>{email}</a> {billing && <span className="chip">{t.billing}</span>}
            </li>
          ))}
        </ul>
      </Card>
    </Flex>
  );
}
