import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import { decide, start } from './decide.ts';
import { evolve } from './evolve.ts';
import type { InvoiceCommand, InvoiceEvent, InvoiceInput, InvoiceState, InvoiceVariant } from './model.ts';
import { summarise, waits } from './waits.ts';

/** One invoice, or red-letter invoice, from the request until the customer has accepted it. */
export const invoiceKind: ProcessKind<
  InvoiceInput,
  InvoiceCommand,
  InvoiceEvent,
  InvoiceState,
  Definition<InvoiceVariant>
> = { kind: 'invoice', start, decide, evolve, waits, summarise };
