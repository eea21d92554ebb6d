import type { InvoiceEvent, InvoiceState } from './model.ts';

type Requested = Extract<InvoiceEvent, { type: 'InvoiceRequested' }>;

function requested({ at, invoice, id, share, task }: Requested): InvoiceState {
  return {
    ...invoice,
    id,
    share,
    stage: 'requested',
    openedAt: at,
    number: null,
    issuedOn: null,
    issuedBy: null,
    sent: null,
    reason: null,
    task,
    closedAt: null,
  };
}

/** The invoice after one more event. */
export function evolve(before: InvoiceState | undefined, event: InvoiceEvent): InvoiceState {
  if (event.type === 'InvoiceRequested') return requested(event);
  if (!before) throw new RangeError(`An invoice begins with InvoiceRequested, not with ${event.type}`);
  return continued(before, event);
}

function continued(state: InvoiceState, event: Exclude<InvoiceEvent, Requested>): InvoiceState {
  switch (event.type) {
    case 'InvoiceIssued': {
      const { number, issuedOn, by, task } = event;
      return { ...state, stage: 'issued', number, issuedOn, issuedBy: by, reason: null, task };
    }
    case 'InvoiceSentBack':
      return { ...state, stage: 'sentBack', reason: event.reason, task: event.task };
    case 'InvoiceResubmitted': {
      const { buyer, form, note, task } = event;
      return { ...state, stage: 'requested', buyer, form, note, reason: null, task };
    }
    case 'InvoiceWithdrawn':
      return { ...state, stage: 'withdrawn', reason: event.reason, closedAt: event.at };
    case 'InvoiceSent':
      return { ...state, stage: 'sent', sent: { via: event.via, to: event.to, at: event.at }, task: event.task };
    case 'InvoiceAccepted':
      return { ...state, stage: 'accepted', closedAt: event.at };
    case 'HolderChanged': {
      const { from, to, cause } = event;
      const owner = state.owner === from && cause !== 'away' ? to : state.owner;
      return { ...state, owner, task: { ...state.task, holder: to } };
    }
    case 'InvoiceChased':
      return { ...state, task: { ...state.task, ladder: { ...state.task.ladder, reached: event.step } } };
    case 'DeadlinesMoved':
      return { ...state, task: event.task };
    default:
      return event satisfies never;
  }
}
