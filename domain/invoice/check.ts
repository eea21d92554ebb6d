import { addDays, type LocalDate } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { formatMoney, money } from '../money.ts';
import { hasRole } from '../process.ts';
import { checkAmounts } from './amounts.ts';
import type { Buyer, InvoiceContext, InvoiceForm, InvoiceInput, InvoiceVariant } from './model.ts';

/** Unified social credit codes and older tax numbers: 15 to 20 capital letters and digits. */
const taxNumberPattern = /^[0-9A-Z]{15,20}$/;

/** Says what of the buyer's details is missing or wrong for this sort of invoice, if anything is. */
export function checkBuyer(buyer: Buyer, { requires }: Pick<InvoiceVariant, 'requires'>): Rejection | undefined {
  if (buyer.title.trim() === '')
    return reject('INVALID', 'An invoice is made out to somebody', { field: 'buyer.title' });
  const missing = requires.filter((field) => (buyer[field] ?? '').trim() === '');
  if (missing.length > 0) {
    return reject('FIELDS_MISSING', `This sort of invoice needs of the buyer: ${missing.join(', ')}`, {
      field: `buyer.${missing[0]}`,
      facts: { missing },
    });
  }
  if (buyer.taxNumber !== undefined && !taxNumberPattern.test(buyer.taxNumber)) {
    return reject('INVALID', 'A tax number has 15 to 20 capital letters and digits', { field: 'buyer.taxNumber' });
  }
  return undefined;
}

/** Refuses to invoice more than was agreed, or to take back more than was invoiced; finance may say why it has to be. */
function checkRoom(input: InvoiceInput, { actor }: InvoiceContext): Rejection | undefined {
  const { amounts, original, room, overrideReason } = input;
  const { minor, currency } = amounts.gross;
  if (original) {
    if (currency !== original.left.currency) {
      return reject('CURRENCY_MISMATCH', `${original.number} is in ${original.left.currency}`, {
        field: 'amounts.gross.currency',
      });
    }
    if (-minor <= original.left.minor) return undefined;
    return reject('OVER_INVOICED', `Of ${original.number} only ${formatMoney(original.left)} is left to take back`, {
      field: 'amounts.gross',
      facts: { original: original.number, left: formatMoney(original.left) },
    });
  }
  if (!room) return undefined;
  if (currency !== room.agreed.currency) {
    return reject('CURRENCY_MISMATCH', `The contract is in ${room.agreed.currency}`, {
      field: 'amounts.gross.currency',
    });
  }
  if (minor <= room.agreed.minor - room.invoiced.minor) return undefined;
  if (overrideReason !== null && overrideReason.trim() !== '' && hasRole(actor, 'finance', 'admin')) return undefined;
  const left = formatMoney(money(Math.max(0, room.agreed.minor - room.invoiced.minor), currency));
  const facts = { agreed: formatMoney(room.agreed), invoiced: formatMoney(room.invoiced), left };
  return reject('OVER_INVOICED', `Only ${left} is left to invoice; finance may go beyond it and say why`, {
    field: 'amounts.gross',
    facts,
  });
}

/** Says what is wrong with a new invoice, if anything is. */
export function checkInput(input: InvoiceInput, context: InvoiceContext): Rejection | undefined {
  if (input.scope.reference.trim() === '') {
    return reject('INVALID', 'An invoice needs the contract or order it is for', { field: 'reference' });
  }
  return (
    checkAmounts(input.amounts, input.original !== null) ??
    checkBuyer(input.buyer, context.variant) ??
    checkRoom(input, context)
  );
}

/** Numbers of invoices have 8 digits, fully digitalised ones 20. */
const numberPattern = {
  special: /^\d{8}(\d{12})?$/,
  general: /^\d{8}(\d{12})?$/,
  digital: /^\d{20}$/,
} as const satisfies Record<InvoiceForm, RegExp>;

/** Says what is wrong with the number and the day of an invoice, if anything is. */
export function checkIssue(number: string, issuedOn: LocalDate, form: InvoiceForm): Rejection | undefined {
  if (!numberPattern[form].test(number)) {
    return reject('INVALID', form === 'digital' ? 'A digital invoice has 20 digits' : 'The number has 8 or 20 digits', {
      field: 'number',
    });
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(issuedOn) || addDays(issuedOn, 0) !== issuedOn) {
    return reject('INVALID', `"${issuedOn}" is no day; write for example 2026-09-30`, { field: 'issuedOn' });
  }
  return undefined;
}
