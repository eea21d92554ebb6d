import { climb } from '../ladder.ts';
import type { IncidentEvent, IncidentState } from './model.ts';

/** An incident after one more event. */
export function evolve(state: IncidentState | undefined, event: IncidentEvent): IncidentState {
  if (event.type === 'IncidentOpened') {
    const { id, subject, target, title, customer, cause, holder, ladder, at } = event;
    return { id, subject, target, title, customer, cause, reports: 1, holder, ladder, openedAt: at, closedAt: null };
  }
  if (!state) throw new Error(`An incident begins with IncidentOpened, not ${event.type}`);
  switch (event.type) {
    case 'IncidentRecurred':
      return { ...state, cause: event.cause, reports: state.reports + 1 };
    case 'IncidentAssigned':
      return { ...state, holder: event.to };
    case 'IncidentRungReached':
      return { ...state, ladder: climb(state.ladder, event.step) };
    case 'IncidentDeadlinesMoved':
      return { ...state, ladder: event.ladder };
    case 'IncidentSettled':
      return { ...state, closedAt: event.at };
    default:
      return event satisfies never;
  }
}
