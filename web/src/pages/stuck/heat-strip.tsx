import { Tooltip } from 'antd';
import type { WaitFigures } from '../../api/types.ts';
import { Totals } from '../../components/amount.tsx';
import { AgeChip } from '../../components/moment.tsx';
import { useStageTitle } from '../../components/variants.ts';
import { useTexts } from '../../i18n/locale.ts';
import type { Filters } from './filters.ts';
import { stuckTexts } from './texts.ts';

interface Props {
  readonly figures: WaitFigures;
  readonly filters: Filters;
  readonly change: (changes: Filters) => void;
}

/** The stages of all processes side by side: how much waits in each, and how much of that is overdue. */
export function HeatStrip({ figures, filters, change }: Props) {
  const t = useTexts(stuckTexts);
  const titleOf = useStageTitle();
  return (
    <section aria-label={t.heat} className="heat-strip">
      {figures.byStage.map(({ kind, stage, count, overdue, oldestAt, totals }) => {
        const chosen = filters.kind === kind && filters.stage === stage;
        const heat = count === 0 ? 0 : overdue / count;
        return (
          <Tooltip key={`${kind}/${stage}`} title={t.heatHint} mouseEnterDelay={0.6}>
            <button
              type="button"
              className={chosen ? 'heat-cell heat-chosen' : 'heat-cell'}
              aria-pressed={chosen}
              style={{ borderTopColor: `color-mix(in srgb, #d92d20 ${Math.round(heat * 100)}%, var(--fw-primary))` }}
              onClick={() => change(chosen ? { kind: '', stage: '' } : { kind, stage })}
            >
              <span className="heat-title">{titleOf(kind, stage)}</span>
              <span className="heat-count">{count}</span>
              <span className="heat-detail">
                {overdue > 0 && `${overdue} ${t.overdue} · `}
                {oldestAt && <AgeChip since={oldestAt} overdue={overdue > 0} />}
              </span>
              <span className="heat-detail">
                <Totals of={totals} />
              </span>
            </button>
          </Tooltip>
        );
      })}
    </section>
  );
}
