import { reject } from '../errors.ts';
import { accept, type Outcome } from '../process.ts';
import { contactChannels } from './collection-facts.ts';
import { firstRefusal, refuseStranger, requireText } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { partOf } from './instalment.ts';
import type { PaymentPlanContext, PaymentPlanState } from './model.ts';

type LogContact = Extract<PaymentPlanCommand, { type: 'logContact' }>;

/** Keeps what was said to the customer outside of letters, such as on the phone. */
export function logContact(
  state: PaymentPlanState,
  { instalmentId, channel, with: person, note }: LogContact,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now } = context;
  const instalment = instalmentId === undefined ? null : partOf(state, instalmentId);
  if (instalment === undefined) {
    return reject('INVALID', `The plan has no instalment ${instalmentId}`, { field: 'instalmentId' });
  }
  const refused = firstRefusal(
    refuseStranger(state, instalment, context),
    contactChannels.includes(channel) ? undefined : reject('INVALID', 'Unknown channel', { field: 'channel' }),
    requireText(person, 'with'),
    requireText(note, 'note'),
  );
  if (refused) return refused;
  const said = { instalmentId: instalment?.id ?? null, channel, with: person.trim(), note: note.trim() };
  return accept([{ at: now, by: actor.id, type: 'ContactLogged', ...said }]);
}
