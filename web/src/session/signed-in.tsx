import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useContext, useEffect } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { ApiProblem, whenSignedOut } from '../api/client.ts';
import { LocaleContext } from '../i18n/locale.ts';
import { FailureNote, PageLoading } from '../layout/states.tsx';
import { SessionContext, sessionKey, useSessionQuery } from './session.ts';

/** Its children are shown to somebody who has signed in; everybody else goes to the sign-in page and comes back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useSessionQuery();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { choose } = useContext(LocaleContext);
  const locale = data?.user.locale;
  const signIn = `/sign-in?to=${encodeURIComponent(pathname + search)}`;
  useEffect(() => {
    if (locale) choose(locale);
  }, [locale, choose]);
  useEffect(() => {
    whenSignedOut(() => {
      client.removeQueries({ queryKey: sessionKey });
      void navigate(signIn);
    });
  }, [client, navigate, signIn]);
  if (error instanceof ApiProblem && error.status === 401) return <Navigate to={signIn} replace />;
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  return <SessionContext value={data.user}>{children}</SessionContext>;
}
