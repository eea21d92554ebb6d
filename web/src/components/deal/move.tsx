import { App } from 'antd';
import { useState } from 'react';
import type { DealField } from '../../../../domain/opportunity/model.ts';
import { ApiProblem, post } from '../../api/client.ts';
import { resourceOf, useChange } from '../../api/commands.ts';
import type { CommandOutcome, Process } from '../../api/types.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { failureText } from '../failure.ts';
import { useStageTitle } from '../variants.ts';
import { GateForm } from './gate-form.tsx';
import { LostForm } from './lost-form.tsx';
import { dealTexts } from './texts.ts';

/** A deal on its way to a stage. */
export interface Move {
  readonly deal: Process;
  readonly to: string;
  /** What the stage asks for and the deal lacks, or why it was lost. */
  readonly more?: Readonly<Record<string, unknown>>;
}

type Refused =
  | { readonly why: 'fields'; readonly move: Move; readonly missing: readonly DealField[] }
  | { readonly why: 'reason'; readonly move: Move; readonly allowed: readonly string[] };

/**
 * Moves deals by the real command. A gate that refuses says which facts are missing, and the dialog it opens fills them
 * in and moves in one step.
 */
export function useMove() {
  const t = useTexts(dealTexts);
  const locale = useLocale();
  const titleOf = useStageTitle();
  const { message } = App.useApp();
  const [refused, setRefused] = useState<Refused>();
  const change = useChange(
    ({ deal, to, more }: Move) =>
      post<CommandOutcome>(`${resourceOf(deal)}/commands`, {
        commandId: crypto.randomUUID(),
        type: 'moveStage',
        to,
        ...more,
      }),
    { quiet: true },
  );
  const explain = (error: unknown, move: Move) => {
    if (!(error instanceof ApiProblem)) return void message.error(failureText(error, locale));
    const facts = error.problem.facts ?? {};
    if (error.code === 'FIELDS_MISSING') {
      setRefused({ why: 'fields', move, missing: facts.missing as readonly DealField[] });
    } else if (error.code === 'REASON_REQUIRED') {
      setRefused({ why: 'reason', move, allowed: (facts.allowed ?? []) as readonly string[] });
    } else if (error.code === 'MOVE_NOT_ALLOWED') {
      const { kind, variant, stage } = move.deal;
      const name = (stage: string) => titleOf(kind, stage, variant);
      const allowed = ((facts.allowed ?? []) as readonly string[]).map(name).join(locale === 'en' ? ', ' : '、');
      void message.warning(t.notFrom(name(stage), allowed), 6);
    } else void message.error(failureText(error, locale));
  };
  const move = (wanted: Move) =>
    change.mutate(wanted, { onSuccess: () => setRefused(undefined), onError: (error) => explain(error, wanted) });
  const close = () => setRefused(undefined);
  const again = (more: Move['more']) => refused && move({ ...refused.move, more });
  const dialog =
    refused?.why === 'fields' ? (
      <GateForm
        stage={titleOf('opportunity', refused.move.to, refused.move.deal.variant)}
        missing={refused.missing}
        sending={change.isPending}
        close={close}
        submit={(changes) => again({ ...refused.move.more, changes })}
      />
    ) : refused?.why === 'reason' ? (
      <LostForm allowed={refused.allowed} sending={change.isPending} close={close} submit={again} />
    ) : null;
  return { move, dialog, moving: change.isPending ? change.variables : undefined };
}
