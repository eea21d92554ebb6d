import { type Money, money } from '../../../domain/money.ts';
import { receiptKind } from '../../../domain/receipt/kind.ts';
import type { Candidate, ReceiptInput, ReceiptState } from '../../../domain/receipt/model.ts';
import type { AnyVariant } from '../../../domain/variants/index.ts';
import { standardReceipt } from '../../../domain/variants/receipt-standard.ts';
import { shanghai } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { ProcessUnderWay } from '../../support/process-under-way.ts';

export const arrives = shanghai('2026-07-01 10:00');
export const fiona = actor('fiona', 'finance');
export const olivia = actor('olivia', 'sales');

export const cny = (yuan: number): Money => money(Math.round(yuan * 100), 'CNY');

export const acme = { id: 'k1', name: 'Acme' };

/** An open instalment: number 1 of contract C-102 unless said otherwise. */
export function candidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    planId: 'PP-1',
    instalmentId: 'i1',
    number: 'C-102/1',
    reference: 'C-102',
    label: 'Advance',
    customer: acme,
    owner: 'olivia',
    dealId: null,
    dueOn: '2026-06-30',
    outstanding: cny(100),
    ...changes,
  };
}

export function receiptOf(changes: Partial<ReceiptInput> = {}): ReceiptInput {
  return {
    bankReference: 'ICBC-1',
    account: '6222',
    amount: cny(100),
    receivedOn: '2026-07-01',
    payer: 'Acme',
    remittance: null,
    method: 'transfer',
    draft: null,
    customer: acme,
    candidates: [],
    holder: null,
    ...changes,
  };
}

/** A receipt that has just come in. */
export function received(changes: Partial<ReceiptInput> = {}, variant: AnyVariant = standardReceipt) {
  const receipt = new ProcessUnderWay<ReceiptState>(receiptKind, 'RC-1', variant);
  const opened = receipt.open(receiptOf(changes), arrives, fiona);
  if (!opened.ok) throw new Error(opened.message);
  return receipt;
}
