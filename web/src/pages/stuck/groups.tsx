import { Card, Flex } from 'antd';
import type { WaitFigures } from '../../api/types.ts';
import { Totals } from '../../components/amount.tsx';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import type { FilterName, Filters } from './filters.ts';
import { stuckTexts } from './texts.ts';

interface Props {
  readonly figures: WaitFigures;
  readonly filters: Filters;
  readonly change: (changes: Filters) => void;
}

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly overdue: number;
  readonly totals: WaitFigures['totals'];
}

const shown = 6;

/** The same waits by step, holder, team and customer; choosing one narrows the whole page down. */
export function Groups({ figures, filters, change }: Props) {
  const t = useTexts(stuckTexts);
  const locale = useLocale();
  const { byAction, byHolder, byTeam, byCustomer } = figures;
  const groups: readonly { title: string; filter: FilterName; entries: readonly Entry[] }[] = [
    {
      title: t.byAction,
      filter: 'action',
      entries: byAction.map(({ action, label, ...rest }) => ({ key: action, name: label[locale], ...rest })),
    },
    {
      title: t.byHolder,
      filter: 'holder',
      entries: byHolder.map(({ holder, ...rest }) => ({ key: holder.id, name: holder.name, ...rest })),
    },
    {
      title: t.byTeam,
      filter: 'team',
      entries: byTeam.map(({ manager, ...rest }) => ({
        key: manager?.id ?? '',
        name: manager?.name ?? t.noTeam,
        ...rest,
      })),
    },
    {
      title: t.byCustomer,
      filter: 'customer',
      entries: byCustomer.map(({ customer, ...rest }) => ({ key: customer.id, name: customer.name, ...rest })),
    },
  ];
  return (
    <Flex gap={12} wrap style={{ marginTop: 12 }}>
      {groups.map(({ title, filter, entries }) => (
        <Card
          key={filter}
          size="small"
          title={<h2 className="card-title">{title}</h2>}
          style={{ flex: '1 1 230px' }}
          styles={{ body: { padding: 4 } }}
        >
          <ul className="plain-list groups">
            {entries.slice(0, shown).map(({ key, name, count, overdue, totals }) => (
              <li key={key}>
                <button
                  type="button"
                  className={filters[filter] === key ? 'hit hit-now' : 'hit'}
                  aria-pressed={filters[filter] === key}
                  disabled={key === ''}
                  onClick={() => change({ [filter]: filters[filter] === key ? '' : key })}
                >
                  <span className="ellipsis">{name}</span>
                  <span className="nowrap">
                    <Totals of={totals} /> <span className="chip">{count}</span>{' '}
                    {overdue > 0 && <span className="chip chip-late">{overdue}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </Flex>
  );
}
