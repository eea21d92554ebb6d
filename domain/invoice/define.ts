import { buyerFields, type InvoiceVariant } from './model.ts';

/** Defines how invoices are issued. Throws a RangeError for rules that cannot be carried out. */
export function defineInvoice(variant: Omit<InvoiceVariant, 'kind'>): InvoiceVariant {
  const { id, requires, issuing, correcting, sending, acknowledging } = variant;
  const unknown = requires.filter((field) => !buyerFields.includes(field));
  if (unknown.length > 0) throw new RangeError(`${id}: a buyer has no ${unknown.join(', ')}`);
  for (const [name, { ladder }] of Object.entries({ issuing, correcting, sending, acknowledging })) {
    if (ladder.length === 0) throw new RangeError(`${id}: the ladder of ${name} needs at least one step`);
  }
  return { ...variant, kind: 'invoice' };
}
