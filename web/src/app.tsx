import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo, useState } from 'react';
import { RouterProvider } from 'react-router';
import type { Locale } from '../../domain/effects.ts';
import { ApiProblem } from './api/client.ts';
import { ShadeContext, useShadeChoice } from './design/shade.ts';
import { palette, themeFor } from './design/tokens.ts';
import { firstLocale, LocaleContext, rememberLocale } from './i18n/locale.ts';
import { createRouter } from './routes.tsx';

const freshFor = 15_000;
const mostRetries = 2;

/** What the API refused stays refused; only what did not arrive is asked for again. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshFor,
      refetchInterval: 60_000,
      retry: (count, error) => !(error instanceof ApiProblem) && count < mostRetries,
    },
  },
});

/** The console: languages, shades and data around its pages. */
export function App() {
  const [locale, setLocale] = useState<Locale>(firstLocale);
  const shade = useShadeChoice();
  const router = useMemo(() => createRouter(queryClient), []);
  const localeChoice = useMemo(
    () => ({
      locale,
      choose: (next: Locale) => {
        rememberLocale(next);
        setLocale(next);
      },
    }),
    [locale],
  );
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  useEffect(() => {
    const colours = palette[shade.shade];
    const { style } = document.documentElement;
    for (const [name, colour] of Object.entries(colours)) {
      style.setProperty(`--fw-${name}`, colour);
    }
    style.colorScheme = shade.shade;
    document.body.style.background = colours.layout;
  }, [shade.shade]);
  return (
    <LocaleContext value={localeChoice}>
      <ShadeContext value={shade}>
        <ConfigProvider
          theme={themeFor(shade.shade)}
          locale={locale === 'en' ? enUS : zhCN}
          button={{ autoInsertSpace: false }}
        >
          <AntApp>
            <QueryClientProvider client={queryClient}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </AntApp>
        </ConfigProvider>
      </ShadeContext>
    </LocaleContext>
  );
}
