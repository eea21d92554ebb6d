import type { FlowGraph } from './graph.ts';

/** Where each box lies. */
export type Layout = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

const box = { width: 160, height: 70 };

/** Places the boxes in layers from left to right. The layout engine is loaded when it is first needed. */
export async function layOut({ steps, arrows }: FlowGraph): Promise<Layout> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const { children = [] } = await new Elk().layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.spacing.nodeNode': '16',
      'elk.layered.spacing.nodeNodeBetweenLayers': '28',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: steps.map(({ id }) => ({ id, ...box })),
    edges: arrows.map(({ from, to }) => ({ id: `${from}>${to}`, sources: [from], targets: [to] })),
  });
  return new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
