import { useQuery } from '@tanstack/react-query';
import { Alert, Button, DatePicker, Descriptions, Flex } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { ApiProblem, get } from '../../api/client.ts';
import type { PastProcess } from '../../api/types.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { FailureNote, PageLoading } from '../../layout/states.tsx';
import { Amount } from '../amount.tsx';
import { useStageTitle } from '../variants.ts';
import { processTexts } from './texts.ts';

/** A process as it stood at a moment the reader chooses. */
export function AsOf({ id }: { id: string }) {
  const t = useTexts(processTexts);
  const [at, setAt] = useState<Dayjs | null>(null);
  return (
    <>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          placeholder={t.asOfChoose}
          aria-label={t.asOfChoose}
          value={at}
          onChange={setAt}
          style={{ width: 240 }}
        />
        {at && <Button onClick={() => setAt(null)}>{t.asOfBack}</Button>}
      </Flex>
      {at && <Past id={id} at={at.endOf('minute').toISOString()} />}
    </>
  );
}

function Past({ id, at }: { id: string; at: string }) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const titleOf = useStageTitle();
  const { data, error, refetch } = useQuery({
    queryKey: ['as-of', id, at],
    queryFn: () => get<PastProcess>(`/processes/${encodeURIComponent(id)}/as-of`, { at }),
    refetchInterval: false,
  });
  if (error instanceof ApiProblem && error.status === 404) return <Alert type="info" title={t.asOfNothing} />;
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  return (
    <>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'stage', label: t.stage, children: titleOf(data.kind, data.outcome ?? data.stage) },
          { key: 'owner', label: t.owner, children: data.owner.name },
          { key: 'customer', label: t.customer, children: data.customer?.name ?? '–' },
          { key: 'amount', label: t.amount, children: <Amount of={data.amount} /> },
        ]}
      />
      {data.waits.map((wait) => (
        <p key={wait.id}>{wait.sentence[locale]}</p>
      ))}
    </>
  );
}
