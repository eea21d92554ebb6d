import type { ApprovalState, NodeProgress } from '../../../../domain/approval/model.ts';
import type { EndStage, OpenStage, OpportunityState } from '../../../../domain/opportunity/model.ts';
import type { PaymentPlanState } from '../../../../domain/payment-plan/model.ts';
import type { Localised } from '../../../../domain/variant.ts';
import type { ProcessDetail, Variant } from '../../api/types.ts';

/** How far a step has got. */
export type StepStatus = 'done' | 'current' | 'coming' | 'skipped' | 'ended';

/** A step of a process, drawn as a box. */
export interface FlowStep {
  readonly id: string;
  readonly title: Localised;
  readonly status: StepStatus;
  /** When it was reached or left; for what is coming, when it is due. */
  readonly at: number | string | null;
  readonly who: readonly string[];
}

/** A process or a whole deal as boxes and arrows. */
export interface FlowGraph {
  readonly steps: readonly FlowStep[];
  readonly arrows: readonly { readonly from: string; readonly to: string }[];
}

type Part = FlowGraph & { readonly first: readonly string[]; readonly last: readonly string[] };

const plain = (title: string): Localised => ({ en: title, 'zh-CN': title });

/** The course of a deal: its pipeline, then what came of it, in the order in which it began. */
export function dealGraph(processes: readonly ProcessDetail[], variants: readonly Variant[]): FlowGraph {
  const parts = processes.map((process) => partOf(process, variants));
  const between = parts.slice(1).flatMap((part, index) => {
    const before = parts[index];
    return (before?.last ?? []).flatMap((from) => part.first.map((to) => ({ from, to })));
  });
  return {
    steps: parts.flatMap(({ steps }) => steps),
    arrows: [...parts.flatMap(({ arrows }) => arrows), ...between],
  };
}

function partOf(process: ProcessDetail, variants: readonly Variant[]): Part {
  switch (process.kind) {
    case 'opportunity':
      return inARow(pipelineSteps(process, variants));
    case 'approval':
      return inARow(approvalSteps(process));
    case 'paymentPlan':
      return sideBySide(instalmentSteps(process));
    default:
      return inARow([wholeStep(process)]);
  }
}

function inARow(steps: readonly FlowStep[]): Part {
  const arrows = steps.slice(1).map(({ id }, index) => ({ from: steps[index]?.id ?? id, to: id }));
  return { steps, arrows, first: steps.slice(0, 1).map(({ id }) => id), last: steps.slice(-1).map(({ id }) => id) };
}

function sideBySide(steps: readonly FlowStep[]): Part {
  const ids = steps.map(({ id }) => id);
  return { steps, arrows: [], first: ids, last: ids };
}

function wholeStep({ id, title, status, waitsFor, updatedAt }: ProcessDetail): FlowStep {
  const who = waitsFor.map(({ holder }) => holder.name);
  return { id, title: plain(title), status: status === 'open' ? 'current' : 'done', at: updatedAt, who };
}

type Stages = Readonly<Record<string, OpenStage<string> | EndStage>>;

/** The pipeline's stages on the way to winning; a deal that was lost shows where it came to an end. */
function pipelineSteps(
  { id, state, variant, waitsFor, owner }: ProcessDetail,
  variants: readonly Variant[],
): FlowStep[] {
  const { path, stage, outcome, contract } = state as OpportunityState;
  const definition = variants.find((one) => one.id === variant)?.definition as { stages?: Stages } | undefined;
  const reached = new Map(path.map((step) => [step.stage, step.at]));
  const stages = Object.entries(definition?.stages ?? {}).filter(
    ([name, one]) => reached.has(name) || (outcome !== 'lost' && !('outcome' in one && one.outcome === 'lost')),
  );
  const here = stages.findIndex(([name]) => name === stage);
  return stages.map(([name, { title }], index) => {
    const at = reached.get(name) ?? null;
    const isHere = name === stage;
    const settled = outcome !== null && contract?.status !== 'inReview';
    const passed: StepStatus = at === null ? 'skipped' : 'done';
    const status: StepStatus =
      isHere && outcome === 'lost' ? 'ended' : isHere && !settled ? 'current' : index <= here ? passed : 'coming';
    return { id: `${id}/${name}`, title, status, at, who: isHere ? holdersOr(waitsFor, owner.name) : [] };
  });
}

const holdersOr = (waits: ProcessDetail['waitsFor'], owner: string): string[] =>
  waits.length > 0 ? [...new Set(waits.map(({ holder }) => holder.name))] : [owner];

const nodeStatus = {
  COMING: 'coming',
  CURRENT: 'current',
  PASSED: 'done',
  SKIPPED: 'skipped',
  KEPT: 'done',
  REJECTED: 'ended',
  CANCELLED: 'ended',
} as const satisfies Record<NodeProgress['status'], StepStatus>;

function approvalSteps({ id, state, waitsFor }: ProcessDetail): FlowStep[] {
  const { nodes } = state as ApprovalState;
  return nodes.map(({ name, title, status, enteredAt, leftAt }) => ({
    id: `${id}/${name}`,
    title,
    status: nodeStatus[status],
    at: leftAt ?? enteredAt,
    who: status === 'CURRENT' ? waitsFor.map(({ holder }) => holder.name) : [],
  }));
}

function instalmentSteps({ id, state, waits }: ProcessDetail): FlowStep[] {
  const { instalments } = state as PaymentPlanState;
  return instalments.map((instalment) => {
    const { paidAt, cancelledAt, dueAt } = instalment;
    const wait = waits.find(({ key }) => key === instalment.id);
    const open: StepStatus = wait?.overdue ? 'current' : 'coming';
    return {
      id: `${id}/${instalment.id}`,
      title: plain(instalment.label),
      status: paidAt !== null ? 'done' : cancelledAt !== null ? 'ended' : open,
      at: paidAt ?? cancelledAt ?? dueAt,
      who: wait?.overdue ? [wait.holder.name] : [],
    };
  });
}
