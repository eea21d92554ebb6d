import { useQueries } from '@tanstack/react-query';
import { Card, Collapse, Flex, Typography } from 'antd';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { StageFigures } from '../../../../api/contracts/processes.ts';
import { kinds } from '../../../../domain/effects.ts';
import { get } from '../../api/client.ts';
import type { Variant } from '../../api/types.ts';
import { Totals } from '../../components/amount.tsx';
import { useKindName } from '../../components/kind-name.ts';
import { useVariants } from '../../components/variants.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { PageLoading } from '../../layout/states.tsx';
import { adminTexts } from './texts.ts';
import { variantGraph } from './variant-graph.ts';

const Flow = lazy(async () => ({ default: (await import('../../components/flow/flow.tsx')).Flow }));

type Figures = z.output<typeof StageFigures>['items'];

/** The variants of every kind, each drawn as the flow it is, with what runs by it now. */
export function Page() {
  const t = useTexts(adminTexts);
  const kindName = useKindName();
  const variants = useVariants();
  const running = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['/stages', kind],
      queryFn: () => get<{ items: Figures }>('/stages', { kind }),
    })),
    combine: (found) => found.flatMap(({ data }) => data?.items ?? []),
  });
  if (variants.length === 0) return <PageLoading />;
  const present = kinds.filter((kind) => variants.some((variant) => variant.kind === kind));
  return (
    <Flex vertical gap={16}>
      <div>
        <h1 className="page-title">{t.variants}</h1>
        <Typography.Text type="secondary">{t.variantsHint}</Typography.Text>
      </div>
      {present.map((kind) => (
        <Card
          key={kind}
          size="small"
          title={<h2 className="card-title">{kindName(kind)}</h2>}
          styles={{ body: { padding: 0 } }}
        >
          <Collapse
            ghost
            items={variants
              .filter((variant) => variant.kind === kind)
              .map((variant) => ({
                key: variant.id,
                label: <Head variant={variant} running={running.filter((one) => one.variant === variant.id)} />,
                children: (
                  <Suspense fallback={<PageLoading />}>
                    {kind === 'opportunity' && <Link to={`/pipeline?pipeline=${variant.id}`}>{t.showBoard}</Link>}
                    <Flow
                      graph={variantGraph(
                        variant,
                        running.filter((one) => one.variant === variant.id),
                      )}
                    />
                  </Suspense>
                ),
              }))}
          />
        </Card>
      ))}
    </Flex>
  );
}

/** A variant in a line: name, version, and how many processes run by it. */
function Head({ variant, running }: { variant: Variant; running: Figures }) {
  const t = useTexts(adminTexts);
  const locale = useLocale();
  const count = running.reduce((sum, one) => sum + one.count, 0);
  const sums = new Map<string, number>();
  for (const { currency, minor } of running.flatMap(({ totals }) => totals)) {
    sums.set(currency, (sums.get(currency) ?? 0) + (minor ?? 0));
  }
  return (
    <Flex gap={8} wrap align="center">
      <b>{variant.title[locale]}</b>
      <span className="quiet">{variant.id}</span>
      <span className="quiet">
        {t.priority} {variant.priority} · {t.hash} {variant.hash.slice(0, 10)}
      </span>
      <span className={count > 0 ? 'chip chip-good' : 'chip'}>
        {t.open} {count}
      </span>
      <span className="quiet">
        <Totals of={[...sums].map(([currency, minor]) => ({ currency, minor }))} />
      </span>
    </Flex>
  );
}
