import { useQueries, useQuery } from '@tanstack/react-query';
import { Card, Flex, Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useParams } from 'react-router';
import { ApiProblem, get } from '../../api/client.ts';
import type { Deal, ProcessDetail } from '../../api/types.ts';
import { dealGraph } from '../../components/flow/graph.ts';
import { AsOf } from '../../components/process/as-of.tsx';
import { History } from '../../components/process/history.tsx';
import { Mails } from '../../components/process/mails.tsx';
import { Related } from '../../components/process/related.tsx';
import { Waits } from '../../components/process/waits.tsx';
import { useVariants } from '../../components/variants.ts';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing, NothingHere, PageLoading } from '../../layout/states.tsx';
import { DealHead } from './deal-head.tsx';
import { Facts } from './facts.tsx';
import { PathBar } from './path-bar.tsx';
import { dealPageTexts } from './texts.ts';

const Flow = lazy(async () => ({ default: (await import('../../components/flow/flow.tsx')).Flow }));

/** A deal from first contact to last payment on one page. */
export function Page() {
  const t = useTexts(dealPageTexts);
  const variants = useVariants();
  const { id = '' } = useParams();
  const deal = useQuery({ queryKey: ['deal', id], queryFn: () => get<Deal>(`/deals/${encodeURIComponent(id)}`) });
  const details = useQueries({
    queries: (deal.data?.processes ?? []).map((process) => ({
      queryKey: ['process', process.id],
      queryFn: () => get<ProcessDetail>(`/processes/${encodeURIComponent(process.id)}`),
    })),
    combine: (found) => found.flatMap(({ data }) => data ?? []),
  });
  const { error, data } = deal;
  if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
  if (error) return <FailureNote error={error} retry={() => void deal.refetch()} />;
  const opportunity = details.find((process) => process.id === id);
  if (!data || !opportunity) return <PageLoading />;
  const others = data.processes.filter((process) => process.id !== id);
  const complete = details.length === data.processes.length;
  return (
    <Flex vertical gap={16}>
      <DealHead deal={opportunity} />
      <PathBar deal={opportunity} />
      <Card size="small" styles={{ body: { padding: 0 } }}>
        <Suspense fallback={<PageLoading />}>
          {complete ? <Flow graph={dealGraph(details, variants)} /> : <PageLoading />}
        </Suspense>
      </Card>
      <Flex gap={16} wrap align="flex-start">
        <Flex vertical gap={16} style={{ flex: '2 1 560px', minWidth: 0 }}>
          <Waits waits={data.waits} />
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
          <Facts deal={opportunity} />
          <Card size="small" title={<h2 className="card-title">{t.parts}</h2>}>
            {others.length === 0 ? <Nothing>{t.noParts}</Nothing> : <Related processes={others} />}
          </Card>
        </Flex>
      </Flex>
    </Flex>
  );
}
