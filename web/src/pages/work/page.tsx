import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Segmented, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { WaitAction } from '../../../../domain/wait.ts';
import { get } from '../../api/client.ts';
import { useList } from '../../api/lists.ts';
import type { Wait, WaitFigures } from '../../api/types.ts';
import { Totals } from '../../components/amount.tsx';
import { pathOf } from '../../components/links.ts';
import { Moment } from '../../components/moment.tsx';
import { More } from '../../components/more.tsx';
import { WaitAnswer } from '../../components/wait/answer.tsx';
import { WaitSentence } from '../../components/wait/sentence.tsx';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing, PageLoading } from '../../layout/states.tsx';
import { workTexts } from './texts.ts';

const day = 86_400_000;
const sections = ['late', 'today', 'later', 'undated'] as const;
type Section = (typeof sections)[number];

function sectionOf({ dueAt, overdue }: Wait): Section {
  if (overdue) return 'late';
  if (dueAt === null) return 'undated';
  return Date.parse(dueAt) - Date.now() < day ? 'today' : 'later';
}

/** What waits for me, what is overdue first, each to be answered where it stands. */
export function Page() {
  const t = useTexts(workTexts);
  const locale = useLocale();
  const [action, setAction] = useState<WaitAction | 'all'>('all');
  const filters = { scope: 'mine', sort: 'due', ...(action === 'all' ? {} : { action }) };
  const list = useList<Wait>('/waits', filters);
  const { data: figures } = useQuery({
    queryKey: ['/waits/summary', 'mine'],
    queryFn: () => get<WaitFigures>('/waits/summary', { scope: 'mine' }),
  });
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  const choices = [
    { value: 'all' as const, label: t.all },
    ...(figures?.byAction ?? []).map((group) => ({
      value: group.action,
      label: `${group.label[locale]} ${group.count}`,
    })),
  ];
  return (
    <Flex gap={24} wrap align="flex-start">
      <div style={{ flex: '1 1 560px', minWidth: 0 }}>
        <Flex gap={12} align="baseline" wrap style={{ marginBottom: 12 }}>
          <h1 className="page-title">{t.title}</h1>
          {figures && <Figures of={figures} />}
        </Flex>
        {choices.length > 2 && (
          <div className="scroll-x">
            <Segmented value={action} onChange={setAction} options={choices} aria-label={t.title} />
          </div>
        )}
        {list.isPending ? (
          <PageLoading />
        ) : list.items.length === 0 ? (
          <Card>
            <Nothing>{t.nothing}</Nothing>
          </Card>
        ) : (
          sections.map((section) => <SectionOf key={section} section={section} waits={list.items} />)
        )}
        <More list={list} />
      </div>
      <Coming waits={list.items} />
    </Flex>
  );
}

function Figures({ of: { count, overdue, totals } }: { of: WaitFigures }) {
  const t = useTexts(workTexts);
  return (
    <Typography.Text type="secondary">
      <b>{count}</b> {t.open}
      {' · '}
      <b>{overdue}</b> {t.overdue}
      {totals.length > 0 && (
        <>
          {' · '}
          {t.money} <Totals of={totals} />
        </>
      )}
    </Typography.Text>
  );
}

function SectionOf({ section, waits }: { section: Section; waits: readonly Wait[] }) {
  const t = useTexts(workTexts);
  const shown = waits.filter((wait) => sectionOf(wait) === section);
  if (shown.length === 0) return null;
  return (
    <section aria-label={t[section]} style={{ marginTop: 16 }}>
      <h2 className="section-title">
        {t[section]} <span className={section === 'late' ? 'chip chip-late' : 'chip'}>{shown.length}</span>
      </h2>
      <Card size="small" styles={{ body: { padding: 0 } }}>
        {shown.map((wait) => (
          <div key={wait.id} className="row">
            <WaitSentence wait={wait} />
            <WaitAnswer wait={wait} />
          </div>
        ))}
      </Card>
    </section>
  );
}

/** The automatic steps ahead, the nearest first. */
function Coming({ waits }: { waits: readonly Wait[] }) {
  const t = useTexts(workTexts);
  const locale = useLocale();
  const coming = waits
    .flatMap((wait) => (wait.next ? [{ wait, next: wait.next }] : []))
    .sort((a, b) => Date.parse(a.next.at) - Date.parse(b.next.at))
    .slice(0, 8);
  return (
    <Card
      size="small"
      title={<h2 className="card-title">{t.comingTitle}</h2>}
      style={{ flex: '1 1 260px', maxWidth: 420 }}
    >
      {coming.length === 0 ? (
        <Nothing>{t.comingNothing}</Nothing>
      ) : (
        <ol className="plain-list">
          {coming.map(({ wait, next }) => (
            <li key={wait.id}>
              <Typography.Text type="secondary">
                <Moment at={next.at} />
              </Typography.Text>
              <br />
              {next.label[locale]}
              {next.who.person && ` · ${next.who.person.name}`}
              {' · '}
              <Link to={pathOf(wait.process)}>{wait.subject.title || wait.process.title}</Link>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
