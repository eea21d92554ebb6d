import type { ApprovalNode, FlowStep as WayStep } from '../../../../domain/approval/variant.ts';
import type { EndStage, OpenStage } from '../../../../domain/opportunity/model.ts';
import type { Localised } from '../../../../domain/variant.ts';
import type { Variant } from '../../api/types.ts';
import type { FlowGraph, FlowStep } from '../../components/flow/graph.ts';

interface Count {
  readonly stage: string;
  readonly count: number;
}

interface Defined {
  readonly stages?: Readonly<Record<string, OpenStage<string> | EndStage>>;
  readonly nodes?: readonly WayStep[];
  readonly ladder?: readonly { readonly after: string; readonly do: readonly string[] }[];
}

/** The nodes of an approval in the order in which they are written, those of forks and lanes among them. */
function nodesOf(steps: readonly WayStep[]): readonly ApprovalNode[] {
  return steps.flatMap((step): readonly ApprovalNode[] => {
    if ('lanes' in step) return step.lanes.flatMap(nodesOf);
    if ('fork' in step)
      return [...step.branches.flatMap(({ nodes }) => nodesOf(nodes)), ...nodesOf(step.otherwise.nodes)];
    return [step];
  });
}

/** A variant as boxes and arrows: where processes stand now is marked with how many. */
export function variantGraph({ id, definition }: Variant, running: readonly Count[]): FlowGraph {
  const { stages, nodes, ladder } = definition as Defined;
  const countOf = (stage: string) => running.find((one) => one.stage === stage)?.count ?? 0;
  const step = (name: string, title: Localised, detail: readonly string[]): FlowStep => {
    const count = countOf(name);
    const who = count > 0 ? [`× ${count}`, ...detail] : detail;
    return { id: `${id}/${name}`, title, status: count > 0 ? 'current' : 'coming', at: null, who };
  };
  if (stages) {
    const entries = Object.entries(stages);
    const order = entries.map(([name]) => name);
    return {
      steps: entries.map(([name, stage]) =>
        step(name, stage.title, 'probability' in stage ? [`${stage.probability}%`, stage.followUpWithin] : []),
      ),
      arrows: entries.flatMap(([name, stage]) =>
        'moves' in stage
          ? stage.moves
              .filter((to) => order.indexOf(to) > order.indexOf(name))
              .map((to) => ({ from: `${id}/${name}`, to: `${id}/${to}` }))
          : [],
      ),
    };
  }
  const steps =
    (nodes && nodesOf(nodes).map(({ name, title, within }) => step(name, title, within ? [within] : []))) ??
    ladder?.map((rung, index) => {
      const title = rung.do.join(' + ');
      return step(String(index), { en: title, 'zh-CN': title }, [rung.after]);
    }) ??
    [];
  return {
    steps,
    arrows: steps.slice(1).map(({ id: to }, index) => ({ from: steps[index]?.id ?? to, to })),
  };
}
