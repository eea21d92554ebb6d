import type { Instant } from '../domain/calendar.ts';
import type { ContractFile, ContractInput, ContractRequest, ContractVariant, Party } from '../domain/contract/model.ts';
import { contractText } from '../domain/contract/text.ts';
import type { Definition } from '../domain/variant.ts';
import type { PrismaClient } from './client.ts';
import { issueNumber } from './contract-numbers.ts';
import { storeDraft } from './drafts.ts';

/** What a new contract is made from. */
export interface NewContract {
  readonly processId: string;
  readonly request: ContractRequest;
  readonly variant: Definition<ContractVariant>;
  /** Our own side, where the request names none. */
  readonly company: Party;
  readonly now: Instant;
  /** Time zone whose year a number belongs to. */
  readonly zone: string;
  /** Draws the text up from what is agreed; otherwise its first version is handed in later. */
  readonly withText: boolean;
}

/** Gives a new contract its number and, if wanted, its first version. Making it again gives the same. */
export async function makeContract(prisma: PrismaClient, given: NewContract): Promise<ContractInput> {
  const { processId, request, variant, company, now, zone, withText } = given;
  const { numbering, term: standard } = variant;
  const year = Number(new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' }).format(now));
  const number =
    request.number ?? (await issueNumber(prisma, { processId, pattern: numbering, year, at: new Date(now) }));
  const customer: Party = { ...unknownParty, name: request.customer.name };
  const facts = {
    ...request,
    number,
    parties: request.parties ?? { own: company, customer },
    term: request.term ?? { from: null, until: null, ...standard },
  };
  if (!withText) return { ...facts, file: null };
  const text = contractText({ ...facts, version: 1, amends: request.amends?.number ?? null });
  const draft = { number, version: 1, title: request.title, text };
  const { size, ...document } = await storeDraft(prisma, draft, { createdBy: request.owner, processId });
  const file: ContractFile = {
    document,
    fileName: `${number}-v1.txt`,
    mime: 'text/plain; charset=utf-8',
    size,
    remarks: [],
  };
  return { ...facts, file };
}

const unknownParty = { taxNumber: null, address: null, bankName: null, bankAccount: null, signatory: null } as const;

/** A side of a contract of which only name and tax number are known. */
export function partyOf({ name, taxNumber }: { readonly name: string; readonly taxNumber: string | null }): Party {
  return { ...unknownParty, name, taxNumber };
}
