import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from './client.ts';
import type { Page } from './types.ts';

type Filters = Readonly<Record<string, string | number | boolean | undefined>>;

/** A long list, read page by page as the reader gets to the end of what is there. */
export function useList<Item>(path: string, filters: Filters = {}, { enabled = true }: { enabled?: boolean } = {}) {
  const query = useInfiniteQuery({
    queryKey: [path, filters],
    queryFn: ({ pageParam }) => get<Page<Item>>(path, { ...filters, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: ({ next }: Page<Item>) => next,
    enabled,
  });
  return { ...query, items: query.data?.pages.flatMap(({ items }) => items) ?? [] };
}
