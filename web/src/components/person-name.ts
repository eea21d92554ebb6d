import { useQueries } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { User } from '../api/types.ts';

/** Names of people by id, where only the id is at hand. */
export function usePersonName(ids: readonly string[]): (id: string) => string {
  const wanted = [...new Set(ids)];
  const found = useQueries({
    queries: wanted.map((id) => ({
      queryKey: ['user', id],
      queryFn: () => get<User>(`/users/${encodeURIComponent(id)}`),
      staleTime: 300_000,
      refetchInterval: false as const,
    })),
  });
  const names = new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : [])));
  return (id) => names.get(id) ?? id;
}
