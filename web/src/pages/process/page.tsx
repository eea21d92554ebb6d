import { useQuery } from '@tanstack/react-query';
import { Card, Descriptions, Flex, Tabs } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import type { Kind } from '../../../../domain/effects.ts';
import { ApiProblem, get } from '../../api/client.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { Amount } from '../../components/amount.tsx';
import { dealGraph } from '../../components/flow/graph.ts';
import { useKindName } from '../../components/kind-name.ts';
import { pathOf } from '../../components/links.ts';
import { Moment } from '../../components/moment.tsx';
import { ApprovalPath } from '../../components/process/approval-path.tsx';
import { AsOf } from '../../components/process/as-of.tsx';
import { ContractVersions } from '../../components/process/contract-versions.tsx';
import { History } from '../../components/process/history.tsx';
import { Instalments } from '../../components/process/instalments.tsx';
import { Mails } from '../../components/process/mails.tsx';
import { Related } from '../../components/process/related.tsx';
import { processTexts } from '../../components/process/texts.ts';
import { Waits } from '../../components/process/waits.tsx';
import { useStageTitle, useVariants } from '../../components/variants.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { FailureNote, NothingHere, PageLoading } from '../../layout/states.tsx';

const Flow = lazy(async () => ({ default: (await import('../../components/flow/flow.tsx')).Flow }));

/** What only processes of one kind have to show. */
const details: Partial<Readonly<Record<Kind, (process: ProcessDetail) => ReactNode>>> = {
  approval: (process) => <ApprovalPath process={process} />,
  contract: (process) => <ContractVersions process={process} />,
  paymentPlan: (process) => <Instalments process={process} />,
};

/** A process of any kind but a deal: where it stands, what it waits for, its course and its history. */
export function Page() {
  const t = useTexts(processTexts);
  const variants = useVariants();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['process', id],
    queryFn: () => get<ProcessDetail>(`/processes/${encodeURIComponent(id)}`),
  });
  if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  if (data.kind === 'opportunity') return <Navigate to={pathOf(data)} replace />;
  const own = details[data.kind];
  return (
    <Flex vertical gap={16}>
      <Head process={data} />
      <Flex gap={16} wrap align="flex-start">
        <Flex vertical gap={16} style={{ flex: '2 1 560px', minWidth: 0 }}>
          <Waits waits={data.waits} />
          {own && <Card size="small">{own(data)}</Card>}
          <Card size="small" styles={{ body: { padding: 0 } }}>
            <Suspense fallback={<PageLoading />}>
              <Flow graph={dealGraph([data], variants)} />
            </Suspense>
          </Card>
          <Card size="small">
            <Tabs
              items={[
                { key: 'history', label: t.history, children: <History id={id} /> },
                { key: 'asOf', label: t.asOf, children: <AsOf id={id} /> },
                { key: 'mails', label: t.mails, children: <Mails id={id} /> },
              ]}
            />
          </Card>
        </Flex>
        <Flex vertical gap={16} style={{ flex: '1 1 300px', minWidth: 0 }}>
          <Facts process={data} />
          {data.related.length > 0 && (
            <Card size="small" title={<h2 className="card-title">{t.related}</h2>}>
              <Related processes={data.related} />
            </Card>
          )}
        </Flex>
      </Flex>
    </Flex>
  );
}

function Head({ process }: { process: ProcessDetail }) {
  const titleOf = useStageTitle();
  const kindName = useKindName();
  return (
    <div>
      <h1 className="page-title">{process.title}</h1>
      <Flex gap={8} wrap align="center" className="quiet">
        {kindName(process.kind)} · {process.id}
        <span className={process.status === 'open' ? 'chip chip-good' : 'chip'}>
          {titleOf(process.kind, process.outcome ?? process.stage, process.variant)}
        </span>
      </Flex>
    </div>
  );
}

function Facts({ process }: { process: ProcessDetail }) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const { customer, owner, amount, variant, openedAt, closedAt } = process;
  const runsBy = useVariants().find(({ id }) => id === variant);
  const items = [
    {
      key: 'customer',
      label: t.customer,
      children: customer ? <Link to={`/customers/${customer.id}`}>{customer.name}</Link> : '–',
    },
    { key: 'amount', label: t.amount, children: <Amount of={amount} /> },
    { key: 'owner', label: t.owner, children: owner.name },
    { key: 'variant', label: t.variant, children: runsBy?.title[locale] ?? variant },
    { key: 'opened', label: t.opened, children: <Moment at={openedAt} /> },
    ...(closedAt ? [{ key: 'closed', label: t.closed, children: <Moment at={closedAt} /> }] : []),
  ];
  return (
    <Card size="small" title={<h2 className="card-title">{t.details}</h2>}>
      <Descriptions size="small" column={1} items={items} />
    </Card>
  );
}
