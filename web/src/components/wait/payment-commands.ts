import { contactChannels, disputeOutcomes, disputeReasons } from '../../../../domain/payment-plan/collection-facts.ts';
import type { SimpleCommand } from './command-form.tsx';

/** The wait of an instalment goes by the instalment's id. */
const given: SimpleCommand['given'] = ({ key }) => ({ instalmentId: key });

const note = { name: 'note', label: 'note', as: 'words' } as const;
const reason = { name: 'reason', label: 'reason', as: 'words' } as const;
const channel = { name: 'channel', label: 'channel', as: contactChannels } as const;

/** What can be done about an instalment besides paying it. */
export const paymentCommands = {
  promise: {
    type: 'recordPromise',
    label: 'promise',
    given,
    asks: [{ name: 'on', label: 'promisedOn', as: 'day' }, { name: 'by', label: 'promisedBy', as: 'line' }, channel],
  },
  contact: {
    type: 'logContact',
    label: 'contact',
    given,
    asks: [{ name: 'with', label: 'with', as: 'line' }, channel, note],
  },
  dispute: {
    type: 'openDispute',
    label: 'dispute',
    given,
    asks: [
      { name: 'reason', label: 'disputeWhy', as: disputeReasons },
      note,
      { name: 'dueOn', label: 'settleBy', as: 'day' },
    ],
  },
  resolve: {
    type: 'resolveDispute',
    label: 'resolve',
    given,
    asks: [
      { name: 'outcome', label: 'outcome', as: disputeOutcomes },
      { name: 'creditNote', label: 'creditNoteNumber', as: 'line', isOptional: true },
      note,
    ],
  },
  pause: { type: 'pause', label: 'pause', given, asks: [{ name: 'until', label: 'until', as: 'day' }, reason] },
  resume: { type: 'resume', label: 'resume', given, asks: [] },
  accept: { type: 'acceptEscalation', label: 'accept', given, asks: [] },
  clear: { type: 'clearSuspicion', label: 'clear', given, asks: [note] },
  writeOff: { type: 'requestWriteOff', label: 'writeOff', given, asks: [reason] },
} as const satisfies Record<string, SimpleCommand>;
