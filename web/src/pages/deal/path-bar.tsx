import { spanText } from '../../../../domain/moment.ts';
import type { EndStage, OpenStage, OpportunityState } from '../../../../domain/opportunity/model.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { useMove } from '../../components/deal/move.tsx';
import { useVariants } from '../../components/variants.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { dealPageTexts } from './texts.ts';

type Stages = Readonly<Record<string, OpenStage<string> | EndStage>>;

/** The stages of the pipeline with the time spent in each; a stage the deal may go to now is a button. */
export function PathBar({ deal }: { deal: ProcessDetail }) {
  const t = useTexts(dealPageTexts);
  const locale = useLocale();
  const { move, dialog } = useMove();
  const { path, stage: here, outcome } = deal.state as OpportunityState;
  const definition = useVariants().find(({ id }) => id === deal.variant)?.definition as { stages: Stages } | undefined;
  const stages = Object.entries(definition?.stages ?? {});
  const current = definition?.stages[here];
  const moves = current && 'moves' in current ? current.moves : [];
  const spent = (name: string): number =>
    path.reduce((sum, step, index) => {
      const end = path[index + 1]?.at ?? (outcome === null ? Date.now() : step.at);
      return step.stage === name ? sum + end - step.at : sum;
    }, 0);
  const hereAt = stages.findIndex(([name]) => name === here);
  return (
    <nav aria-label={t.path}>
      <ol className="path">
        {stages.map(([name, { title }], index) => {
          const time = spent(name);
          const state = name === here ? 'path-here' : index < hereAt && time > 0 ? 'path-done' : '';
          const content = (
            <>
              {title[locale]}
              {time > 0 && (
                <div className="quiet">
                  {t.stay} {spanText(time, locale)}
                </div>
              )}
            </>
          );
          return (
            <li key={name}>
              {moves.includes(name) ? (
                <button type="button" className={`path-stage ${state}`} onClick={() => move({ deal, to: name })}>
                  {content}
                </button>
              ) : (
                <div className={`path-stage ${state}`} aria-current={name === here ? 'step' : undefined}>
                  {content}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {dialog}
    </nav>
  );
}
