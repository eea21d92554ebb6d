import { Flex, Typography } from 'antd';
import { Link } from 'react-router';
import type { Wait } from '../../api/types.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { Amount } from '../amount.tsx';
import { pathOf } from '../links.ts';
import { AgeChip, Moment } from '../moment.tsx';
import { waitTexts } from './texts.ts';

/** A wait for reading: what it is about, its sentence, how old it is, and what happens by itself. */
export function WaitSentence({ wait }: { wait: Wait }) {
  const t = useTexts(waitTexts);
  const locale = useLocale();
  const { subject, process } = wait;
  return (
    <div style={{ minWidth: 0, flex: 1 }}>
      <Flex gap={8} align="center" wrap>
        <span className="chip chip-good">{wait.label[locale]}</span>
        <Link to={pathOf(process)} style={{ fontWeight: 600 }}>
          {subject.title || process.title}
        </Link>
        {subject.customer && <Typography.Text type="secondary">{subject.customer.name}</Typography.Text>}
        {subject.amount && <Amount of={subject.amount} />}
        <AgeChip since={wait.openedAt} overdue={wait.overdue} />
      </Flex>
      <p style={{ margin: '6px 0 0' }}>{wait.sentence[locale]}</p>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {wait.overdue ? t.overdue : t.due} {wait.dueAt ? <Moment at={wait.dueAt} /> : t.noDue}
        {' · '}
        {t.next}
        {locale === 'en' ? ': ' : '：'}
        {wait.next ? (
          <>
            {wait.next.label[locale]} <Moment at={wait.next.at} />
          </>
        ) : (
          t.noNext
        )}
      </Typography.Text>
    </div>
  );
}
