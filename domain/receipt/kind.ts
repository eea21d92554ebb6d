import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import { books } from './books.ts';
import { decide, start } from './decide.ts';
import { evolve } from './evolve.ts';
import type { ReceiptCommand, ReceiptEvent, ReceiptInput, ReceiptState, ReceiptVariant } from './model.ts';
import { summarise, waits } from './waits.ts';

/** One payment that arrived, under the bank's reference, until it is said what all of it is for. */
export const receiptKind: ProcessKind<
  ReceiptInput,
  ReceiptCommand,
  ReceiptEvent,
  ReceiptState,
  Definition<ReceiptVariant>
> = { kind: 'receipt', start, decide, evolve, waits, summarise, books };
