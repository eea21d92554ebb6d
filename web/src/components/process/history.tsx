import { Flex, Timeline, Typography } from 'antd';
import { useList } from '../../api/lists.ts';
import type { HistoryEvent } from '../../api/types.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { FailureNote, PageLoading } from '../../layout/states.tsx';
import { Moment } from '../moment.tsx';
import { More } from '../more.tsx';
import { eventNames } from './event-names.ts';
import { processTexts } from './texts.ts';

type Texts = (typeof processTexts)['en'];

/** Everything that happened in a process, the newest first. */
export function History({ id }: { id: string }) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const list = useList<HistoryEvent>(`/processes/${encodeURIComponent(id)}/events`, { order: 'desc' });
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <PageLoading />;
  const items = list.items.map((event) => ({
    key: event.seq,
    content: (
      <>
        <Flex gap={8} wrap align="baseline">
          <b>{eventNames[event.type]?.[locale] ?? event.type}</b>
          <Typography.Text type="secondary">
            <Moment at={event.at} /> · {event.actor.id === 'system' ? t.system : event.actor.name} · {t.via}{' '}
            {channelName(event.channel, t)}
          </Typography.Text>
        </Flex>
        <Detail data={event.data} />
      </>
    ),
  }));
  return (
    <>
      <Typography.Paragraph type="secondary">{t.historyHint}</Typography.Paragraph>
      <Timeline items={items} />
      <More list={list} />
    </>
  );
}

function channelName(channel: string, t: Texts): string {
  return Object.hasOwn(t, channel) ? String(t[channel as 'console']) : channel;
}

/** What people wrote with an event. */
function Detail({ data }: { data: unknown }) {
  const { note, comment, reason, from, to } = data as Readonly<Record<string, unknown>>;
  const said = [note, comment, reason].filter((text) => typeof text === 'string' && text !== '');
  const moved = typeof from === 'string' && typeof to === 'string' ? `${from} → ${to}` : undefined;
  if (said.length === 0 && !moved) return null;
  return (
    <div style={{ whiteSpace: 'pre-wrap' }}>
      {moved && <Typography.Text type="secondary">{moved} </Typography.Text>}
      {said.join(' · ')}
    </div>
  );
}
