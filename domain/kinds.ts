import { approvalKind } from './approval/kind.ts';
import { contractKind } from './contract/kind.ts';
import type { Kind } from './effects.ts';
import { incidentKind } from './incident/kind.ts';
import { invoiceKind } from './invoice/kind.ts';
import { opportunityKind } from './opportunity/kind.ts';
import { orderKind } from './order/kind.ts';
import { paymentPlanKind } from './payment-plan/kind.ts';
import type { AnyKind } from './process.ts';
import { receiptKind } from './receipt/kind.ts';

/** The rules of every kind of process. */
export const kindRules: Readonly<Record<Kind, AnyKind>> = {
  opportunity: opportunityKind,
  contract: contractKind,
  approval: approvalKind,
  paymentPlan: paymentPlanKind,
  incident: incidentKind,
  receipt: receiptKind,
  invoice: invoiceKind,
  order: orderKind,
};
