import type { Effect } from '../../domain/effects.ts';
import { reject } from '../../domain/errors.ts';
import { people } from '../../domain/people.ts';
import { accept, type EventBase, type KernelCommand, type ProcessKind } from '../../domain/process.ts';
import { shanghai } from './calendar.ts';

/** When every petition is opened. */
export const opened = shanghai('2026-09-14 10:00');

type Command =
  | { readonly type: 'sign'; readonly by?: string }
  | { readonly type: 'finish' }
  | { readonly type: 'shout'; readonly waitId: string };
type Event = EventBase &
  (
    | { readonly type: 'Opened' }
    | { readonly type: 'Signed' }
    | { readonly type: 'Finished' }
    | { readonly type: 'Moved'; readonly version: number }
  );
interface State {
  readonly open: boolean;
  readonly signed: number;
  readonly calendar: number;
}

const mail = (step: string, waitId = 'w'): Effect => ({
  type: 'mail',
  notice: 'contract.ended',
  to: { user: 'olga' },
  waitId,
  step,
});

/** The least process there can be: it is open until somebody finishes it, and mails whoever asks. */
export const petition: ProcessKind<object, Command, Event, State, null> = {
  kind: 'opportunity',
  start: (_input, { now: at, actor: { id: by } }) => accept([{ type: 'Opened', at, by }]),
  decide(state, command: Command | KernelCommand, { now: at, actor: { id: by }, directory, calendar }) {
    switch (command.type) {
      case 'sign': {
        const [signer] = people(directory, { find: 'person', id: command.by ?? by });
        const admins = people(directory, { find: 'role', role: 'admin' });
        if (!signer || admins.length === 0) return reject('PERSON_UNAVAILABLE', 'nobody');
        return accept<Event>([{ type: 'Signed', at, by }], [mail(`signed.${state.signed + 1}`)]);
      }
      case 'finish': {
        const tell: Effect = { type: 'tell', processId: 'p2', command: { type: 'heard' } };
        return accept<Event>(
          [
            { type: 'Signed', at, by },
            { type: 'Finished', at, by },
          ],
          [tell, tell, mail('finished')],
        );
      }
      case 'shout':
        return accept<Event>([{ type: 'Signed', at, by }], [mail('shout', command.waitId)]);
      case 'calendarChanged':
        if (calendar.version > 9) return reject('ILLEGAL_NOW', 'no');
        return accept<Event>([{ type: 'Moved', version: calendar.version, at, by }]);
      default:
        return accept([]);
    }
  },
  evolve(state = { open: true, signed: 0, calendar: 1 }, event) {
    switch (event.type) {
      case 'Opened':
        return state;
      case 'Signed':
        return { ...state, signed: state.signed + 1 };
      case 'Finished':
        return { ...state, open: false };
      case 'Moved':
        return { ...state, calendar: event.version };
      default:
        return event satisfies never;
    }
  },
  waits: ({ open }) =>
    open
      ? [
          {
            id: 'w',
            on: 'person',
            action: 'contract.await',
            holder: 'olga',
            openedAt: opened,
            dueAt: null,
            next: null,
            subject: { number: 'P', title: 'Petition', customer: null, amount: null },
          },
        ]
      : [],
  summarise: ({ open }) => ({
    title: 'Petition',
    status: open ? 'open' : 'closed',
    stage: 'signing',
    outcome: open ? null : 'done',
    owner: 'olga',
    customer: null,
    amount: null,
    dealId: null,
    openedAt: opened,
    closedAt: null,
  }),
};
