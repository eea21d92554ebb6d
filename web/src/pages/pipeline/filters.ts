import { useState } from 'react';
import { useSearchParams } from 'react-router';

export const orders = {
  oldest: 'updatedAt',
  newest: '-updatedAt',
  largest: '-amount',
  soonest: 'nextAt',
} as const;
export type OrderName = keyof typeof orders;

/** What the board shows, as it stands in the address. */
export interface BoardFilters {
  readonly pipeline?: string | undefined;
  readonly view: 'board' | 'table';
  readonly owner?: string | undefined;
  readonly q?: string | undefined;
  readonly order: OrderName;
}

export function useBoardFilters() {
  const [search, setSearch] = useSearchParams();
  const order = search.get('order');
  const filters: BoardFilters = {
    pipeline: search.get('pipeline') ?? undefined,
    view: search.get('view') === 'table' ? 'table' : 'board',
    owner: search.get('owner') ?? undefined,
    q: search.get('q') ?? undefined,
    order: order !== null && Object.hasOwn(orders, order) ? (order as OrderName) : 'oldest',
  };
  const change = (changes: Partial<BoardFilters>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setSearch(next, { replace: true });
  };
  return {
    filters,
    change,
    address: search.toString(),
    go: (address: string) => setSearch(new URLSearchParams(address)),
  };
}

interface SavedFilter {
  readonly name: string;
  readonly address: string;
}

const keptAs = 'fairway.pipeline.filters';

/** Filters somebody has given a name; kept in this browser. */
export function useSavedFilters() {
  const [saved, setSaved] = useState<readonly SavedFilter[]>(() => JSON.parse(localStorage.getItem(keptAs) ?? '[]'));
  const keep = (next: readonly SavedFilter[]) => {
    localStorage.setItem(keptAs, JSON.stringify(next));
    setSaved(next);
  };
  return {
    saved,
    save: (name: string, address: string) => keep([...saved.filter((one) => one.name !== name), { name, address }]),
    forget: (name: string) => keep(saved.filter((one) => one.name !== name)),
  };
}
