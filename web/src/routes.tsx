import type { QueryClient } from '@tanstack/react-query';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Shell } from './layout/shell.tsx';
import { PageFailure, PageLoading } from './layout/states.tsx';
import { SignIn } from './session/sign-in.tsx';
import { SignedIn } from './session/signed-in.tsx';

/** A page whose script is loaded when somebody first goes there. */
const page = (path: string, load: () => Promise<{ Page: React.ComponentType }>): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).Page }),
  errorElement: <PageFailure />,
  hydrateFallbackElement: <PageLoading />,
});

export function createRouter(queryClient: QueryClient) {
  const pages = [
    page('/', () => import('./pages/work/page.tsx')),
    page('/stuck', () => import('./pages/stuck/page.tsx')),
    page('/pipeline', () => import('./pages/pipeline/page.tsx')),
    page('/deals/:id', () => import('./pages/deal/page.tsx')),
    page('/processes/:id', () => import('./pages/process/page.tsx')),
    page('/approvals', () => import('./pages/approvals/page.tsx')),
    page('/contracts', () => import('./pages/contracts/page.tsx')),
    page('/cash', () => import('./pages/cash/page.tsx')),
    page('/customers', () => import('./pages/customers/page.tsx')),
    page('/customers/:id', () => import('./pages/customers/customer-page.tsx')),
    page('/reports', () => import('./pages/reports/page.tsx')),
    page('/admin/people', () => import('./pages/admin/people-page.tsx')),
    page('/admin/variants', () => import('./pages/admin/variants-page.tsx')),
    page('/profile', () => import('./pages/profile/page.tsx')),
    page('*', () => import('./pages/missing/page.tsx')),
  ];
  const root: RouteObject = {
    element: (
      <SignedIn>
        <Shell />
      </SignedIn>
    ),
    errorElement: <PageFailure />,
    hydrateFallbackElement: <PageLoading />,
    children: pages,
  };
  const basename = new URL(document.baseURI).pathname.replace(/\/$/, '') || '/';
  return createBrowserRouter([{ path: '/sign-in', element: <SignIn queryClient={queryClient} /> }, root], { basename });
}
