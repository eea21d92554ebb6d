import { useQuery } from '@tanstack/react-query';
import { Card, DatePicker, Flex, Select, Table } from 'antd';
import dayjs from 'dayjs';
import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { z } from 'zod';
import type { SalesReport } from '../../../../api/contracts/reports.ts';
import { get } from '../../api/client.ts';
import { Totals } from '../../components/amount.tsx';
import { useStageTitle, useVariants } from '../../components/variants.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing, PageLoading } from '../../layout/states.tsx';
import { reportsTexts } from './texts.ts';

type Report = z.output<typeof SalesReport>;

const Funnel = lazy(async () => ({ default: (await import('./funnel.tsx')).Funnel }));

const hoursInDay = 24;

/** What happened in a span of days. Every number is counted from the record and leads to its list. */
export function Page() {
  const t = useTexts(reportsTexts);
  const locale = useLocale();
  const pipelines = useVariants().filter(({ kind }) => kind === 'opportunity');
  const [search, setSearch] = useSearchParams();
  const query = Object.fromEntries(search);
  const { data, error, refetch } = useQuery({
    queryKey: ['/reports/sales', query],
    queryFn: () => get<Report>('/reports/sales', query),
  });
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const change = (changes: Record<string, string>) =>
    setSearch(
      Object.entries({ ...query, ...changes }).filter(([, value]) => value !== ''),
      { replace: true },
    );
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={12} style={{ marginBottom: 12 }}>
        <h1 className="page-title">{t.title}</h1>
        <Flex gap={8} wrap>
          <Select
            aria-label={t.pipeline}
            value={search.get('variant') ?? ''}
            onChange={(variant) => change({ variant })}
            options={[
              { value: '', label: t.allPipelines },
              ...pipelines.map(({ id, title }) => ({ value: id, label: title[locale] })),
            ]}
            style={{ minWidth: 140 }}
          />
          <DatePicker.RangePicker
            aria-label={t.span}
            allowClear={false}
            value={[dayjs(data.from), dayjs(data.until)]}
            onChange={(days) =>
              days?.[0] &&
              days[1] &&
              change({ from: days[0].format('YYYY-MM-DD'), until: days[1].format('YYYY-MM-DD') })
            }
          />
        </Flex>
      </Flex>
      <div className="report-grid">
        <Block title={t.funnel} isEmpty={data.stages.length === 0}>
          <Suspense fallback={<PageLoading />}>
            <Funnel stages={data.stages} />
          </Suspense>
        </Block>
        <Block title={t.time} isEmpty={data.stages.length === 0}>
          <StageTimes stages={data.stages} />
        </Block>
        <Block title={t.ranking} isEmpty={data.ranking.length === 0}>
          <Ranking ranking={data.ranking} />
        </Block>
        <Block title={t.turnaround} isEmpty={data.turnaround.length === 0}>
          <Turnaround turnaround={data.turnaround} />
        </Block>
        <Block title={t.lost} isEmpty={data.lostReasons.length === 0}>
          <LostReasons reasons={data.lostReasons} />
        </Block>
      </div>
    </>
  );
}

function Block({ title, isEmpty, children }: { title: string; isEmpty: boolean; children: React.ReactNode }) {
  const t = useTexts(reportsTexts);
  return (
    <Card size="small" title={<h2 className="card-title">{title}</h2>}>
      {isEmpty ? <Nothing>{t.nothing}</Nothing> : children}
    </Card>
  );
}

/** A length of time as people say it. */
function useSpan(): (hours: number | null) => string {
  const t = useTexts(reportsTexts);
  return (hours) => {
    if (hours === null) return '–';
    return hours >= 2 * hoursInDay ? t.days((hours / hoursInDay).toFixed(1)) : t.hours(hours.toFixed(1));
  };
}

const table = { size: 'small', pagination: false, scroll: { x: 'max-content' } } as const;

function StageTimes({ stages }: { stages: Report['stages'] }) {
  const t = useTexts(reportsTexts);
  const locale = useLocale();
  const titleOf = useStageTitle();
  const variants = useVariants();
  const span = useSpan();
  return (
    <Table<Report['stages'][number]>
      {...table}
      rowKey={({ variant, stage }) => `${variant}/${stage}`}
      dataSource={[...stages]}
      columns={[
        {
          title: t.stage,
          key: 'stage',
          render: (_, { variant, stage }) => (
            <>
              <Link to={`/pipeline?pipeline=${variant}&view=table`}>{titleOf('opportunity', stage, variant)}</Link>{' '}
              <span className="quiet">{variants.find(({ id }) => id === variant)?.title[locale]}</span>
            </>
          ),
        },
        { title: t.entered, key: 'entered', align: 'right', render: (_, { entered }) => entered },
        { title: t.left, key: 'left', align: 'right', render: (_, { left }) => left },
        { title: t.median, key: 'median', align: 'right', render: (_, { medianHours }) => span(medianHours) },
      ]}
    />
  );
}

function Ranking({ ranking }: { ranking: Report['ranking'] }) {
  const t = useTexts(reportsTexts);
  return (
    <Table<Report['ranking'][number]>
      {...table}
      rowKey={({ owner }) => owner.id}
      dataSource={[...ranking]}
      columns={[
        {
          title: t.who,
          key: 'who',
          render: (_, { owner }) => <Link to={`/pipeline?view=table&owner=${owner.id}`}>{owner.name}</Link>,
        },
        { title: t.won, key: 'won', align: 'right', render: (_, { won }) => won },
        { title: t.lostCount, key: 'lost', align: 'right', render: (_, { lost }) => lost },
        { title: t.amount, key: 'amount', align: 'right', render: (_, { totals }) => <Totals of={totals} /> },
      ]}
    />
  );
}

function Turnaround({ turnaround }: { turnaround: Report['turnaround'] }) {
  const t = useTexts(reportsTexts);
  const span = useSpan();
  return (
    <Table<Report['turnaround'][number]>
      {...table}
      rowKey={({ holder }) => holder.id}
      dataSource={[...turnaround]}
      columns={[
        {
          title: t.who,
          key: 'who',
          render: (_, { holder }) => <Link to={`/stuck?scope=all&holder=${holder.id}`}>{holder.name}</Link>,
        },
        { title: t.decided, key: 'decided', align: 'right', render: (_, { decided }) => decided },
        { title: t.median, key: 'median', align: 'right', render: (_, { medianHours }) => span(medianHours) },
        { title: t.longest, key: 'longest', align: 'right', render: (_, { longestHours }) => span(longestHours) },
        { title: t.late, key: 'late', align: 'right', render: (_, { late }) => late },
      ]}
    />
  );
}

function LostReasons({ reasons }: { reasons: Report['lostReasons'] }) {
  const t = useTexts(reportsTexts);
  return (
    <ul className="plain-list">
      {reasons.map(({ reason, count, totals }) => (
        <li key={reason}>
          <Flex justify="space-between">
            <span>{Object.hasOwn(t, reason) ? String(t[reason as 'price']) : reason}</span>
            <span>
              <Totals of={totals} /> <span className="chip">{count}</span>
            </span>
          </Flex>
        </li>
      ))}
    </ul>
  );
}
