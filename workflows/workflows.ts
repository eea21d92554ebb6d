import { approvalKind } from '../domain/approval/kind.ts';
import { contractKind } from '../domain/contract/kind.ts';
import { incidentKind } from '../domain/incident/kind.ts';
import { invoiceKind } from '../domain/invoice/kind.ts';
import { opportunityKind } from '../domain/opportunity/kind.ts';
import { orderKind } from '../domain/order/kind.ts';
import { paymentPlanKind } from '../domain/payment-plan/kind.ts';
import { receiptKind } from '../domain/receipt/kind.ts';
import type { ProcessWorkflowInput } from './messages.ts';
import { runProcess } from './process.ts';

export { absence } from './absence.ts';
export { bounce } from './bounce.ts';
export { deliver } from './deliver.ts';
export { digests } from './digests.ts';
export { keepFigures } from './keep-figures.ts';
export { rollout } from './rollout.ts';
export { webhook } from './webhook.ts';

/** An opportunity from first contact until it is lost, or won and its contract approved. */
export async function opportunity(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(opportunityKind, input);
}

/** A contract from its first draft until it has run out, has been amended or is void. */
export async function contract(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(contractKind, input);
}

/** One approval of one document, through all its rounds. */
export async function approval(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(approvalKind, input);
}

/** A payment plan until its last instalment is settled. */
export async function paymentPlan(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(paymentPlanKind, input);
}

/** Something of the system itself that is out of order, until it is settled. */
export async function incident(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(incidentKind, input);
}

/** One payment that arrived, until it is said what all of it is for. */
export async function receipt(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(receiptKind, input);
}

/** One invoice, from the request until the customer has accepted it. */
export async function invoice(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(invoiceKind, input);
}

/** An order until its goods are with the customer, or back, or it is cancelled. */
export async function order(input: ProcessWorkflowInput): Promise<void> {
  await runProcess(orderKind, input);
}
