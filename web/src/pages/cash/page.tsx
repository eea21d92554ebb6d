import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Segmented } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { z } from 'zod';
import type { ReceivableFigures } from '../../../../api/contracts/receivables.ts';
import { get } from '../../api/client.ts';
import { Totals } from '../../components/amount.tsx';
import { KindList } from '../../components/kind-list.tsx';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing, PageLoading } from '../../layout/states.tsx';
import { Outstanding } from './outstanding.tsx';
import { cashTexts } from './texts.ts';

type Figures = z.output<typeof ReceivableFigures>;

const order = ['over90', 'to90', 'to60', 'to30', 'notDue', 'undated'] as const;

/** What customers owe: how late it is, when it falls due, and each instalment that is open. */
export function Page() {
  const t = useTexts(cashTexts);
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'plans' ? 'plans' : 'outstanding';
  const { data, error, refetch } = useQuery({
    queryKey: ['/receivables/figures'],
    queryFn: () => get<Figures>('/receivables/figures'),
  });
  const views = (
    <Segmented<'outstanding' | 'plans'>
      value={view}
      onChange={(next) => setSearch(next === 'plans' ? { view: next } : {}, { replace: true })}
      options={[
        { value: 'outstanding', label: t.outstandingList },
        { value: 'plans', label: t.plans },
      ]}
    />
  );
  if (view === 'plans') {
    return (
      <KindList title={t.title} path="/payment-plans" own={['view']}>
        <div style={{ marginBottom: 12 }}>{views}</div>
      </KindList>
    );
  }
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const bucket = search.get('bucket');
  const week = search.get('from');
  const choose = (next: Record<string, string>) => setSearch(next, { replace: true });
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={12} style={{ marginBottom: 12 }}>
        <h1 className="page-title">{t.title}</h1>
        {views}
      </Flex>
      <section aria-label={t.aging} className="heat-strip" style={{ marginTop: 0 }}>
        {order.flatMap((name) => {
          const found = data.aging.find((one) => one.bucket === name);
          if (!found && name !== 'notDue') return [];
          const isChosen = bucket === name;
          return (
            <button
              key={name}
              type="button"
              aria-pressed={isChosen}
              className={isChosen ? 'heat-cell heat-chosen' : 'heat-cell'}
              style={{ borderTopColor: name.startsWith('to') || name === 'over90' ? '#d92d20' : 'var(--fw-primary)' }}
              onClick={() => choose(isChosen ? {} : { bucket: name })}
            >
              <span className="heat-title">{t[name]}</span>
              <span className="heat-count">{found?.count ?? 0}</span>
              <span className="heat-detail">
                <Totals of={found?.totals ?? []} />
              </span>
            </button>
          );
        })}
      </section>
      <Flex gap={12} wrap style={{ margin: '12px 0' }}>
        <Card
          size="small"
          title={<h2 className="card-title">{t.forecast}</h2>}
          style={{ flex: '2 1 420px', minWidth: 0 }}
        >
          <Weeks weeks={data.weeks} chosen={week} choose={choose} />
        </Card>
        <Card size="small" title={<h2 className="card-title">{t.late}</h2>} style={{ flex: '1 1 280px' }}>
          {data.customers.length === 0 && <Nothing>{t.noneLate}</Nothing>}
          <ul className="plain-list">
            {data.customers.slice(0, 8).map(({ customer, count, totals }) => (
              <li key={customer.id}>
                <Flex justify="space-between" gap={8}>
                  <Link to={`/customers/${customer.id}`}>{customer.name}</Link>
                  <span className="nowrap">
                    <Totals of={totals} /> <span className="chip chip-late">{count}</span>
                  </span>
                </Flex>
              </li>
            ))}
          </ul>
        </Card>
      </Flex>
      {(bucket || week) && (
        <Button type="link" size="small" onClick={() => choose({})}>
          {t.clear}
        </Button>
      )}
      <Outstanding bucket={bucket ?? undefined} from={week ?? undefined} until={search.get('until') ?? undefined} />
    </>
  );
}

interface WeeksProps {
  readonly weeks: Figures['weeks'];
  readonly chosen: string | null;
  readonly choose: (next: Record<string, string>) => void;
}

const week = 7 * 86_400_000;

/** What falls due in the weeks ahead, as bars of the home currency; each says its sum and opens its list. */
function Weeks({ weeks, chosen, choose }: WeeksProps) {
  const t = useTexts(cashTexts);
  const worth = ({ totals }: Figures['weeks'][number]) => totals[0]?.minor ?? 0;
  const most = Math.max(1, ...weeks.map(worth));
  return (
    <div className="weeks">
      {weeks.map((one) => {
        const until = new Date(Date.parse(one.from) + week - 86_400_000).toISOString().slice(0, 10);
        return (
          <button
            key={one.from}
            type="button"
            className={chosen === one.from ? 'week week-chosen' : 'week'}
            title={t.week(one.from)}
            aria-pressed={chosen === one.from}
            onClick={() => choose(chosen === one.from ? {} : { from: one.from, until })}
          >
            <span className="quiet">{one.count > 0 && <Totals of={one.totals} />}</span>
            <span className="bar" style={{ height: `${Math.round((worth(one) / most) * 80)}px` }} />
            <span className="quiet">{one.from.slice(5)}</span>
          </button>
        );
      })}
    </div>
  );
}
