import { balances, shipmentStatus } from './balance.ts';
import type { OrderState } from './model.ts';

/** Where an order stands, always computed from what has happened. */
export type OrderStage =
  | 'draft'
  | 'creditHold'
  | 'inApproval'
  | 'revising'
  | 'approved'
  | 'confirmed'
  | 'picking'
  | 'shipping'
  | 'inTransit'
  | 'delivered'
  | 'fulfilled'
  | 'cancelled'
  | 'returned';

export function stageOf(state: OrderState): OrderStage {
  const { closed, hold, approved, approval, confirmedAt } = state;
  if (closed) return closed.outcome;
  if (hold) return 'creditHold';
  if (approved) return confirmedAt === null ? 'approved' : stageOfGoods(state);
  if (approval?.status === 'inReview') return 'inApproval';
  return approval ? 'revising' : 'draft';
}

function stageOfGoods(state: OrderState): OrderStage {
  const shipments = state.shipments.map(shipmentStatus);
  const gone = shipments.some((status) => status !== 'picked');
  if (balances(state).some(({ open }) => open > 0) || shipments.includes('picked')) {
    if (gone) return 'shipping';
    return shipments.length > 0 ? 'picking' : 'confirmed';
  }
  return shipments.includes('shipped') ? 'inTransit' : 'delivered';
}
