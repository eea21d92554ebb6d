import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { z } from 'zod';
import type { ComparisonView } from '../../../../api/contracts/contracts.ts';
import { get } from '../../api/client.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { PageLoading } from '../../layout/states.tsx';
import { failureText } from '../failure.ts';
import { contractTexts } from './contract-texts.ts';

type Comparison = z.output<typeof ComparisonView>;
type Row = Comparison['rows'][number];

/** Two versions of a contract side by side; what both say alike is folded away. */
export function ContractComparison({ path, from, to }: { path: string; from: number; to: number }) {
  const t = useTexts(contractTexts);
  const locale = useLocale();
  const { data, error } = useQuery({
    queryKey: ['compare', path, from, to],
    queryFn: () => get<Comparison>(`${path}/compare`, { from, to }),
    refetchInterval: false,
  });
  if (error) return <Alert type="warning" showIcon title={failureText(error, locale)} style={{ marginTop: 8 }} />;
  if (!data) return <PageLoading />;
  if (data.rows.every(({ kind }) => kind === 'same')) return <p>{t.same}</p>;
  return (
    <table className="comparison">
      <thead>
        <tr>
          <th>{t.version(data.from.version)}</th>
          <th>{t.version(data.to.version)}</th>
        </tr>
      </thead>
      <tbody>
        {folded(data.rows).map(({ key, row, unchanged }) =>
          row ? (
            <tr key={key}>
              <td className={row.before && row.kind !== 'same' ? 'went' : ''}>
                <Words row={row} side="removed" />
              </td>
              <td className={row.after && row.kind !== 'same' ? 'came' : ''}>
                <Words row={row} side="added" />
              </td>
            </tr>
          ) : (
            <tr key={key}>
              <td colSpan={2} className="quiet">
                {t.unchanged(unchanged)}
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

/** The paragraph of one side, its own words marked. */
function Words({ row: { before, after, words }, side }: { row: Row; side: 'removed' | 'added' }) {
  const whole = side === 'removed' ? before?.text : after?.text;
  if (!words) return whole;
  return words
    .filter(({ kind }) => kind === 'same' || kind === side)
    .map(({ kind, text }, index) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of a paragraph never change their places
      kind === 'same' ? <span key={index}>{text}</span> : <mark key={index}>{text}</mark>,
    );
}

interface Shown {
  readonly key: number;
  readonly row: Row | null;
  readonly unchanged: number;
}

/** The rows that differ; the ones between them as a count. */
function folded(rows: readonly Row[]): readonly Shown[] {
  const shown: Shown[] = [];
  let unchanged = 0;
  rows.forEach((row, key) => {
    if (row.kind === 'same') {
      unchanged += 1;
      return;
    }
    if (unchanged > 0) shown.push({ key: -key - 1, row: null, unchanged });
    unchanged = 0;
    shown.push({ key, row, unchanged: 0 });
  });
  if (unchanged > 0) shown.push({ key: -rows.length - 1, row: null, unchanged });
  return shown;
}
