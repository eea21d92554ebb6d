import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import { books, receivables } from './books.ts';
import type { PaymentPlanCommand } from './commands.ts';
import { decide, start } from './decide.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { PaymentPlanInput, PaymentPlanState, PaymentPlanVariant } from './model.ts';
import { summarise, waits } from './waits.ts';

/** Collects what a customer owes, instalment by instalment, until it is paid or given up by a person. */
export const paymentPlanKind: ProcessKind<
  PaymentPlanInput,
  PaymentPlanCommand,
  PaymentPlanEvent,
  PaymentPlanState,
  Definition<PaymentPlanVariant>
> = { kind: 'paymentPlan', start, decide, evolve, waits, summarise, books, receivables };
