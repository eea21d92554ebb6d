import { useSearchParams } from 'react-router';

/** What the page can be narrowed down to, as it stands in the address. */
export const filterNames = [
  'scope',
  'sort',
  'overdue',
  'kind',
  'stage',
  'action',
  'holder',
  'team',
  'customer',
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Readonly<Record<FilterName, string>>>;

/** The filters of the page, kept in its address so that it can be sent to somebody. */
export function useFilters(): { filters: Filters; change: (changes: Filters) => void } {
  const [search, setSearch] = useSearchParams();
  const filters: Filters = Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = search.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const change = (changes: Filters) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setSearch(next, { replace: true });
  };
  return { filters, change };
}
