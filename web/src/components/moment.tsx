import { useQuery } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { spanText } from '../../../domain/moment.ts';
import { get } from '../api/client.ts';
import { useLocale } from '../i18n/locale.ts';

const minute = 60_000;

/** The company's time zone, in which every moment is shown. */
function useZone(): string | undefined {
  const { data } = useQuery({
    queryKey: ['calendar'],
    queryFn: () => get<{ readonly zone: string }>('/calendar'),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
  return data?.zone;
}

/** Writes instants in the company's time zone: `24 Nov, 13:09`, with the year when it is not this one. */
export function useMomentText(): (at: string | number) => string {
  const locale = useLocale();
  const timeZone = useZone();
  return (at) => {
    const date = new Date(at);
    const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
    return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
      timeZone,
      year,
      month: locale === 'en' ? 'short' : 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(date);
  };
}

/** An instant for reading. */
export function Moment({ at }: { at: string | number | null | undefined }) {
  const text = useMomentText();
  if (at === null || at === undefined) return <span aria-hidden>{'–'}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} className="nowrap">
      {text(at)}
    </time>
  );
}

/** How long ago something was, as a chip whose colour says how bad it is. */
export function AgeChip({ since, overdue = false }: { since: string | number; overdue?: boolean }) {
  const locale = useLocale();
  const text = useMomentText();
  const age = Math.max(Date.now() - new Date(since).getTime(), minute);
  return (
    <Tooltip title={text(since)}>
      <span className={overdue ? 'chip chip-late' : 'chip'}>{spanText(age, locale)}</span>
    </Tooltip>
  );
}
