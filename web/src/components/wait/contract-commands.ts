import type { SimpleCommand } from './command-form.tsx';

const given: SimpleCommand['given'] = () => ({});
const reason = { name: 'reason', label: 'reason', as: 'words' } as const;

/** What can be done about a contract that waits, besides handing in files. */
export const contractCommands = {
  submit: { type: 'submit', label: 'submitContract', given, asks: [] },
  renew: { type: 'renew', label: 'renew', given, asks: [{ name: 'until', label: 'until', as: 'day' }] },
  letExpire: { type: 'letExpire', label: 'letExpire', given, asks: [reason] },
  declareVoid: { type: 'void', label: 'declareVoid', given, asks: [reason] },
} as const satisfies Record<string, SimpleCommand>;
