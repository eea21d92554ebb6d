import type { Effect, NoticeDetails } from '../effects.ts';
import { formatMoney } from '../money.ts';
import type { ReceiptState } from './model.ts';
import { openAmount } from './state.ts';
import { waits } from './waits.ts';

/** Tells the holder that a receipt waits to be matched, where it does. */
export function askToMatch(state: ReceiptState): readonly Effect[] {
  const wait = waits(state).find(({ action }) => action === 'receipt.match');
  if (!wait) return [];
  return [
    {
      type: 'mail',
      notice: 'receipt.toMatch',
      to: { user: wait.holder },
      waitId: wait.id,
      step: 'opened',
      details: detailsOf(state),
      onlyWhileOpen: true,
    },
  ];
}

/** What every mail about a receipt shows beside its wait. */
export function detailsOf(state: ReceiptState): NoticeDetails {
  const { payer, remittance, receivedOn, account, amount } = state;
  return {
    payer,
    remittance,
    receivedOn,
    account,
    received: formatMoney(amount),
    left: formatMoney(openAmount(state)),
  };
}
