import { Card, Descriptions } from 'antd';
import { Link } from 'react-router';
import type { OpportunityState } from '../../../../domain/opportunity/model.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { Amount } from '../../components/amount.tsx';
import { Moment } from '../../components/moment.tsx';
import { processTexts } from '../../components/process/texts.ts';
import { useVariants } from '../../components/variants.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { dealPageTexts } from './texts.ts';

/** What is known about a deal. */
export function Facts({ deal }: { deal: ProcessDetail }) {
  const t = useTexts(dealPageTexts);
  const words = useTexts(processTexts);
  const locale = useLocale();
  const variant = useVariants().find(({ id }) => id === deal.variant);
  const { deal: facts, probability, engagedAt, nextAction, lostReason, lostNote } = deal.state as OpportunityState;
  const items = [
    {
      key: 'customer',
      label: words.customer,
      children: facts.customer ? <Link to={`/customers/${facts.customer.id}`}>{facts.customer.name}</Link> : '–',
    },
    { key: 'amount', label: words.amount, children: <Amount of={facts.amount} /> },
    { key: 'chance', label: t.probability, children: `${probability}%` },
    { key: 'close', label: t.expectedClose, children: facts.expectedClose ?? '–' },
    { key: 'product', label: t.product, children: facts.product ?? '–' },
    { key: 'source', label: t.source, children: facts.source ?? '–' },
    {
      key: 'next',
      label: t.nextAction,
      children: nextAction ? (
        <>
          {nextAction.what} <Moment at={nextAction.at} />
        </>
      ) : (
        '–'
      ),
    },
    { key: 'engaged', label: t.engaged, children: <Moment at={engagedAt} /> },
    { key: 'variant', label: words.variant, children: variant?.title[locale] ?? deal.variant },
    ...(lostReason
      ? [{ key: 'lost', label: t.lost, children: [lostReason, lostNote].filter(Boolean).join(' · ') }]
      : []),
  ];
  return (
    <Card size="small" title={<h2 className="card-title">{t.facts}</h2>}>
      <Descriptions size="small" column={1} items={items} />
    </Card>
  );
}
