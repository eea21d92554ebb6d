import { EllipsisOutlined } from '@ant-design/icons';
import { useDraggable } from '@dnd-kit/core';
import { Button, Dropdown } from 'antd';
import { Link } from 'react-router';
import type { Process } from '../../api/types.ts';
import { Amount } from '../../components/amount.tsx';
import type { Move } from '../../components/deal/move.tsx';
import { pathOf } from '../../components/links.ts';
import { AgeChip } from '../../components/moment.tsx';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import type { BoardStage } from './pipeline.ts';
import { pipelineTexts } from './texts.ts';

interface DraggableProps {
  readonly deal: Process;
  readonly stage: BoardStage;
  readonly stages: readonly BoardStage[];
  readonly move: (move: Move) => void;
}

/** A card to be dragged by mouse or finger; its menu moves it by the keyboard. */
export function DraggableCard({ deal, stage, stages, move }: DraggableProps) {
  const t = useTexts(pipelineTexts);
  const locale = useLocale();
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: deal.id,
    data: deal,
    disabled: stage.outcome !== null,
  });
  const items = stage.moves.map((name) => ({
    key: name,
    label: stages.find((one) => one.name === name)?.title[locale] ?? name,
  }));
  return (
    <div ref={setNodeRef} {...listeners} style={{ opacity: isDragging ? 0.35 : 1 }}>
      <Card
        deal={deal}
        menu={
          items.length > 0 && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: [{ key: 'to', type: 'group', label: t.moveTo, children: items }],
                onClick: ({ key }) => move({ deal, to: key }),
              }}
            >
              <Button type="text" size="small" icon={<EllipsisOutlined />} aria-label={`${t.move}: ${deal.title}`} />
            </Dropdown>
          )
        }
      />
    </div>
  );
}

interface CardProps {
  readonly deal: Process;
  readonly menu?: React.ReactNode;
  readonly isOverlay?: boolean;
}

/** A deal on the board: what, for whom, how much, and for how long it has waited for whom. */
export function Card({ deal, menu, isOverlay = false }: CardProps) {
  const [wait] = deal.waitsFor;
  const isLate = wait?.dueAt ? Date.parse(wait.dueAt) < Date.now() : false;
  return (
    <article className={isOverlay ? 'deal-card deal-card-overlay' : 'deal-card'}>
      <div className="deal-card-head">
        <Link to={pathOf(deal)} className="ellipsis" draggable={false}>
          {deal.title}
        </Link>
        {menu}
      </div>
      <div className="quiet ellipsis">{deal.customer?.name ?? deal.id}</div>
      <div className="deal-card-foot">
        <Amount of={deal.amount} />
        <span className="quiet ellipsis">
          {deal.owner.name} {wait && <AgeChip since={wait.openedAt} overdue={isLate} />}
        </span>
      </div>
    </article>
  );
}
