import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { get, remove } from '../api/client.ts';
import type { Session } from '../api/types.ts';

export const sessionKey = ['session'] as const;

/** Who is signed in; fails with UNAUTHENTICATED when nobody is. */
export function useSessionQuery() {
  return useQuery({ queryKey: sessionKey, queryFn: () => get<Session>('/session'), staleTime: 300_000 });
}

export const SessionContext = createContext<Session['user'] | undefined>(undefined);

/** The signed-in person. Throws outside the pages that need one. */
export function useMe(): Session['user'] {
  const me = useContext(SessionContext);
  if (!me) throw new Error('Nobody is signed in here');
  return me;
}

/** Ends the session and forgets everything read in it. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await remove('/session');
    client.clear();
  };
}
