import '@xyflow/react/dist/style.css';
import { useQuery } from '@tanstack/react-query';
import { Background, Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { useShade } from '../../design/shade.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { PageLoading } from '../../layout/states.tsx';
import { useMomentText } from '../moment.tsx';
import { processTexts } from '../process/texts.ts';
import type { FlowGraph, FlowStep } from './graph.ts';
import { type Layout, layOut } from './layout.ts';

type StepNode = Node<{ readonly step: FlowStep }, 'step'>;

const nodeTypes = { step: StepBox };

/** Boxes and arrows, laid out from left to right; to be moved and zoomed, never edited. */
export function Flow({ graph }: { graph: FlowGraph }) {
  const t = useTexts(processTexts);
  const { shade } = useShade();
  const { data: layout } = useQuery({
    queryKey: ['layout', graph],
    queryFn: () => layOut(graph),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
  if (!layout) return <PageLoading />;
  const lowest = Math.max(0, ...[...layout.values()].map(({ y }) => y));
  const height = Math.min(lowest + 140, 420);
  return (
    <div style={{ height }} role="img" aria-label={t.flow}>
      <ReactFlow
        key={JSON.stringify(graph.steps.map(({ id }) => id))}
        nodes={nodesFrom(graph, layout)}
        edges={graph.arrows.map(({ from, to }) => ({ id: `${from}>${to}`, source: from, target: to }))}
        nodeTypes={nodeTypes}
        colorMode={shade}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
        minZoom={0.2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} />
      </ReactFlow>
    </div>
  );
}

function nodesFrom({ steps }: FlowGraph, layout: Layout): StepNode[] {
  return steps.map((step) => ({
    id: step.id,
    type: 'step',
    position: layout.get(step.id) ?? { x: 0, y: 0 },
    data: { step },
  }));
}

function StepBox({ data: { step } }: NodeProps<StepNode>) {
  const t = useTexts(processTexts);
  const locale = useLocale();
  const text = useMomentText();
  const word = step.status === 'ended' ? t.ended_ : t[step.status];
  return (
    <div className={`step step-${step.status}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <b className="ellipsis">{step.title[locale]}</b>
      <span className="quiet ellipsis">
        {word}
        {step.at !== null && ` · ${text(step.at)}`}
      </span>
      <span className="quiet ellipsis">{step.who.join(', ')}</span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
