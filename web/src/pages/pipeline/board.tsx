import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { StageFigures } from '../../../../api/contracts/processes.ts';
import { get } from '../../api/client.ts';
import type { Process, Variant } from '../../api/types.ts';
import { type Move, useMove } from '../../components/deal/move.tsx';
import { useTexts } from '../../i18n/locale.ts';
import { Card } from './card.tsx';
import { Column, LostTarget } from './column.tsx';
import { boardStages } from './pipeline.ts';
import { pipelineTexts } from './texts.ts';

export interface Asked {
  readonly owner: string | undefined;
  readonly q: string | undefined;
  readonly sort: string;
}

const dragBegins = { mouse: { distance: 6 }, touch: { delay: 220, tolerance: 8 } };

/** A column for each stage. A card that is dropped shows in its new column at once; a refusal takes it back. */
export function Board({ pipeline, asked }: { pipeline: Variant; asked: Asked }) {
  const t = useTexts(pipelineTexts);
  const stages = boardStages(pipeline);
  const [dragged, setDragged] = useState<Process>();
  const { move, dialog, moving } = useMove();
  const { data: figures } = useQuery({
    queryKey: ['/stages', pipeline.id, asked.owner],
    queryFn: () =>
      get<z.output<typeof StageFigures>>('/stages', { kind: 'opportunity', variant: pipeline.id, owner: asked.owner }),
  });
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: dragBegins.mouse }),
    useSensor(TouchSensor, { activationConstraint: dragBegins.touch }),
  );
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setDragged(undefined);
    const deal = active.data.current as Process;
    if (over && over.id !== deal.stage) move({ deal, to: String(over.id) });
  };
  const allowed = stages.find(({ name }) => name === dragged?.stage)?.moves;
  const go = (wanted: Move) => move(wanted);
  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => setDragged(active.data.current as Process)}
      onDragCancel={() => setDragged(undefined)}
      onDragEnd={onDragEnd}
    >
      <p className="quiet">{t.dragHint}</p>
      <div className="board">
        {stages
          .filter(({ outcome }) => outcome !== 'lost')
          .map((stage) => (
            <Column
              key={stage.name}
              stage={stage}
              stages={stages}
              pipeline={pipeline.id}
              asked={asked}
              figures={figures?.items.find((item) => item.stage === stage.name)}
              isClosed={allowed !== undefined && stage.name !== dragged?.stage && !allowed.includes(stage.name)}
              moving={moving}
              move={go}
            />
          ))}
        {stages
          .filter(({ outcome }) => outcome === 'lost')
          .map((stage) => dragged && <LostTarget key={stage.name} stage={stage.name} />)}
      </div>
      <DragOverlay dropAnimation={null}>{dragged && <Card deal={dragged} isOverlay />}</DragOverlay>
      {dialog}
    </DndContext>
  );
}
