import { Flex } from 'antd';
import { Link } from 'react-router';
import type { Process } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { Amount } from '../amount.tsx';
import { useKindName } from '../kind-name.ts';
import { pathOf } from '../links.ts';
import { AgeChip } from '../moment.tsx';
import { useStageTitle } from '../variants.ts';
import { processTexts } from './texts.ts';

/** Processes as short rows: what kind, where it stands, whom it waits for. */
export function Related({ processes }: { processes: readonly Process[] }) {
  const t = useTexts(processTexts);
  const titleOf = useStageTitle();
  const kindName = useKindName();
  return (
    <ul className="plain-list">
      {processes.map((one) => (
        <li key={one.id}>
          <Flex gap={8} wrap align="center">
            <span className="chip">{kindName(one.kind)}</span>
            <Link to={pathOf(one)}>{one.title}</Link>
            <span className="quiet">{one.id}</span>
            <span className={one.status === 'open' ? 'chip chip-good' : 'chip'}>
              {titleOf(one.kind, one.outcome ?? one.stage, one.variant)}
            </span>
            <Amount of={one.amount} />
            {one.waitsFor.map((wait) => (
              <span key={wait.id} className="quiet">
                {wait.holder.name}{' '}
                <AgeChip since={wait.openedAt} overdue={wait.dueAt !== null && Date.parse(wait.dueAt) < Date.now()} />
              </span>
            ))}
            {one.status === 'closed' && <span className="quiet">{t.ended}</span>}
          </Flex>
        </li>
      ))}
    </ul>
  );
}
