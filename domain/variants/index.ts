import type { ApprovalFacts } from '../approval/subject.ts';
import type { ApprovalVariant } from '../approval/variant.ts';
import type { ContractVariant, ContractVariantFacts } from '../contract/model.ts';
import type { Kind } from '../effects.ts';
import type { IncidentFacts, IncidentVariant } from '../incident/model.ts';
import type { InvoiceFacts, InvoiceVariant } from '../invoice/model.ts';
import type { OpportunityFacts, OpportunityVariant } from '../opportunity/model.ts';
import type { OrderFacts, OrderVariant } from '../order/model.ts';
import type { PaymentPlanFacts, PaymentPlanVariant } from '../payment-plan/model.ts';
import type { ReceiptFacts, ReceiptVariant } from '../receipt/model.ts';
import { largeContract } from './approval-large-contract.ts';
import { orderRelease } from './approval-order-release.ts';
import { quoteDiscount } from './approval-quote-discount.ts';
import { standardContract } from './approval-standard-contract.ts';
import { writeOff } from './approval-write-off.ts';
import { frameworkContract } from './contract-framework.ts';
import { salesContract } from './contract-standard.ts';
import { addressIncident } from './incident-address.ts';
import { standardIncident } from './incident-standard.ts';
import { specialInvoice } from './invoice-special.ts';
import { standardInvoice } from './invoice-standard.ts';
import { enterpriseOpportunity } from './opportunity-enterprise.ts';
import { standardOpportunity } from './opportunity-standard.ts';
import { expressOrder } from './order-express.ts';
import { standardOrder } from './order-standard.ts';
import { keyAccountCollections } from './payment-plan-key-account.ts';
import { standardCollections } from './payment-plan-standard.ts';
import { largeReceipt } from './receipt-large.ts';
import { standardReceipt } from './receipt-standard.ts';

/** The registry: a variant exists when it is listed here. */
export const variants = {
  opportunity: [standardOpportunity, enterpriseOpportunity],
  approval: [standardContract, largeContract, quoteDiscount, orderRelease, writeOff],
  contract: [salesContract, frameworkContract],
  paymentPlan: [standardCollections, keyAccountCollections],
  incident: [standardIncident, addressIncident],
  receipt: [standardReceipt, largeReceipt],
  invoice: [standardInvoice, specialInvoice],
  order: [standardOrder, expressOrder],
} as const satisfies {
  opportunity: readonly OpportunityVariant[];
  contract: readonly ContractVariant[];
  approval: readonly ApprovalVariant[];
  paymentPlan: readonly PaymentPlanVariant[];
  incident: readonly IncidentVariant[];
  receipt: readonly ReceiptVariant[];
  invoice: readonly InvoiceVariant[];
  order: readonly OrderVariant[];
};

/** What each kind chooses its variant by. */
export interface FactsByKind {
  opportunity: OpportunityFacts;
  contract: ContractVariantFacts;
  approval: ApprovalFacts;
  paymentPlan: PaymentPlanFacts;
  order: OrderFacts;
  incident: IncidentFacts;
  receipt: ReceiptFacts;
  invoice: InvoiceFacts;
}

/** A variant of any kind. */
export type AnyVariant =
  | OpportunityVariant
  | ContractVariant
  | ApprovalVariant
  | PaymentPlanVariant
  | IncidentVariant
  | ReceiptVariant
  | InvoiceVariant
  | OrderVariant;

/** A variant of one kind. */
export type VariantOf<K extends Kind> = Extract<AnyVariant, { kind: K }>;

/**
 * The variant a new process runs by: of those that apply to its facts, the one with the highest priority.
 * Undefined when none applies, as for an approval of something no variant covers.
 */
export function chooseVariant<K extends Kind>(kind: K, facts: FactsByKind[K]): VariantOf<K> | undefined {
  const candidates: readonly AnyVariant[] = variants[kind];
  return candidates
    .filter((variant) => (variant.appliesTo as (facts: FactsByKind[K]) => boolean)(facts))
    .sort((a, b) => b.priority - a.priority)[0] as VariantOf<K> | undefined;
}

/** Finds a variant by its id. */
export function variantById(id: string): AnyVariant | undefined {
  const all: readonly AnyVariant[] = Object.values(variants).flat();
  return all.find((variant) => variant.id === id);
}
