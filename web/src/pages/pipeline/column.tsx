import { useDroppable } from '@dnd-kit/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { StageFigures } from '../../../../api/contracts/processes.ts';
import { useList } from '../../api/lists.ts';
import type { Process } from '../../api/types.ts';
import { Totals } from '../../components/amount.tsx';
import type { Move } from '../../components/deal/move.tsx';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import type { Asked } from './board.tsx';
import { DraggableCard } from './card.tsx';
import type { BoardStage } from './pipeline.ts';
import { pipelineTexts } from './texts.ts';

interface Props {
  readonly stage: BoardStage;
  readonly stages: readonly BoardStage[];
  readonly pipeline: string;
  readonly asked: Asked;
  readonly figures: z.output<typeof StageFigures>['items'][number] | undefined;
  /** The deal that is being dragged may not come here. */
  readonly isClosed: boolean;
  readonly moving: Move | undefined;
  readonly move: (move: Move) => void;
}

const cardHeight = 104;
const pageSize = 50;

/** One stage. Only the cards in sight are on the page, and more are read as the reader gets there. */
export function Column({ stage, stages, pipeline, asked, figures, isClosed, moving, move }: Props) {
  const t = useTexts(pipelineTexts);
  const locale = useLocale();
  const scroller = useRef<HTMLDivElement>(null);
  const { setNodeRef, isOver } = useDroppable({ id: stage.name });
  const list = useList<Process>('/opportunities', {
    ...asked,
    status: 'open',
    stage: stage.name,
    variant: pipeline,
    limit: pageSize,
  });
  const staying = list.items.filter(({ id }) => moving?.deal.id !== id);
  const deals = moving?.to === stage.name ? [moving.deal, ...staying] : staying;
  const virtual = useVirtualizer({
    count: deals.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 4,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= deals.length - 5) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, deals.length]);
  const state = isClosed ? ' column-closed' : isOver ? ' column-over' : '';
  return (
    <section ref={setNodeRef} className={`column${state}`} aria-label={stage.title[locale]}>
      <header className="column-head">
        <h2 className="column-title">
          {stage.title[locale]} <span className="chip">{figures?.count ?? 0}</span>{' '}
          {figures !== undefined && figures.overdue > 0 && <span className="chip chip-late">{figures.overdue}</span>}
        </h2>
        <div className="quiet">
          {stage.outcome === 'won' && `${t.wonOpen} · `}
          <Totals of={figures?.totals ?? []} />
        </div>
      </header>
      <div ref={scroller} className="column-body">
        {!list.isPending && deals.length === 0 && <p className="quiet">{t.empty}</p>}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {rows.map(({ index, start, key }) => {
            const deal = deals[index];
            return (
              deal && (
                <div key={key} className="card-place" style={{ transform: `translateY(${start}px)` }}>
                  <DraggableCard deal={deal} stages={stages} stage={stage} move={move} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** Where a deal that is lost is dropped; shown while one is dragged. */
export function LostTarget({ stage }: { stage: string }) {
  const t = useTexts(pipelineTexts);
  const { setNodeRef, isOver } = useDroppable({ id: stage });
  return (
    <div ref={setNodeRef} className={isOver ? 'lost-target lost-over' : 'lost-target'}>
      {t.loseHere}
    </div>
  );
}
