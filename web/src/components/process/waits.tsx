import { Card } from 'antd';
import type { Wait } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { Nothing } from '../../layout/states.tsx';
import { WaitAnswer } from '../wait/answer.tsx';
import { WaitSentence } from '../wait/sentence.tsx';
import { processTexts } from './texts.ts';

/** Everything a deal or a process waits for, to be answered where it stands. */
export function Waits({ waits }: { waits: readonly Wait[] }) {
  const t = useTexts(processTexts);
  return (
    <Card size="small" title={<h2 className="card-title">{t.waits}</h2>} styles={{ body: { padding: 0 } }}>
      {waits.length === 0 ? (
        <Nothing>{t.noWaits}</Nothing>
      ) : (
        waits.map((wait) => (
          <div key={wait.id} className="row">
            <WaitSentence wait={wait} />
            <WaitAnswer wait={wait} />
          </div>
        ))
      )}
    </Card>
  );
}
