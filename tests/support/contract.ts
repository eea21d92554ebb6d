import { contractKind } from '../../domain/contract/kind.ts';
import type { ContractFile, ContractInput, ContractState, ContractVariant } from '../../domain/contract/model.ts';
import type { StampedEffect } from '../../domain/effects.ts';
import { type Envelope, type Instance, unborn } from '../../domain/instance.ts';
import type { Actor, EventBase } from '../../domain/process.ts';
import { definitionOf } from '../../domain/variant.ts';
import { salesContract } from '../../domain/variants/contract-standard.ts';
import { chinaCalendar, shanghai } from './calendar.ts';
import { actor, type Organisation, run, start } from './organisation.ts';

/** Li Na sells and Wang Wei manages her; Liu and Huang are legal, Zhang is finance. */
export const office: Organisation = [
  { id: 'lina', roles: ['sales'], manager: 'wangwei' },
  { id: 'wangwei', roles: ['manager'], manager: 'zhao' },
  { id: 'zhao', roles: ['manager'] },
  { id: 'liu', roles: ['legal'] },
  { id: 'huang', roles: ['legal'] },
  { id: 'zhang', roles: ['finance'] },
  { id: 'root', roles: ['admin'] },
];

export const lina = actor('lina', 'sales');
export const liu = actor('liu', 'legal');
export const huang = actor('huang', 'legal');
export const system: Actor = { ...actor('system'), channel: 'process' };

/** A Monday. */
export const monday = shanghai('2026-03-02 10:00');

export const hashOf = (seed: number): string => seed.toString(16).padStart(64, '0');

/** A file that is version `version` of the contract, with bytes of its own. */
export function fileOf(version: number, seed = version, number = 'HT-2026-0001'): ContractFile {
  return {
    document: { id: `D-${number}-${version}`, number, version, title: 'Pump stations', sha256: hashOf(seed) },
    fileName: `pumps-v${version}.docx`,
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    size: 1_000,
    remarks: [],
  };
}

/** A signed copy; with the seed of a version it has the very bytes of that version. */
export const signedCopy = (version: number, seed: number): ContractFile => fileOf(version, seed, 'HT-2026-0001-S');

const party = { taxNumber: null, address: null, bankName: null, bankAccount: null, signatory: null };

export const newContract: ContractInput = {
  number: 'HT-2026-0001',
  type: 'sale',
  title: 'Pump stations',
  parties: {
    own: { ...party, name: 'Fairway Test' },
    customer: { ...party, name: 'Huaxia Water', taxNumber: '91330100MA27XYZ12K' },
  },
  customer: { id: 'cu1', name: 'Huaxia Water' },
  amount: { minor: 120_000_00, currency: 'CNY' },
  term: { from: null, until: null, months: 12, autoRenew: false, noticeDays: 30 },
  terms: [{ label: 'All', percent: 100, dueDays: 30 }],
  owner: 'lina',
  file: fileOf(1),
  submit: false,
  origin: null,
  dealId: null,
  orderId: null,
  planId: null,
  amends: null,
};

/** A contract under test, with a clock and an organisation of its own. */
export class TestContract {
  readonly unborn: Instance;
  instance: Instance;
  now = monday;
  organisation = office;
  effects: readonly StampedEffect[] = [];
  /** Everything that has happened so far. */
  readonly events: EventBase[] = [];
  private commands = 0;

  constructor(variant: ContractVariant = salesContract, id = 'CT-TEST') {
    const frozen = { id: variant.id, hash: 'test', definition: definitionOf(variant) };
    this.unborn = unborn(id, 'contract', frozen, chinaCalendar);
    this.instance = this.unborn;
  }

  get state(): ContractState {
    return this.instance.state as ContractState;
  }

  get phase() {
    return this.state.phase;
  }

  begin(changes: Partial<ContractInput> = {}, by: Actor = lina): this {
    const begun = this.took(start(contractKind, this.instance, { ...newContract, ...changes }, by, this));
    if (!begun.ok) throw new Error(`${begun.code}: ${begun.message}`);
    return this;
  }

  /** Gives a command and answers the types of its events, or the code of its refusal. */
  give(command: { type: string; [field: string]: unknown }, by: Actor = lina, more: Partial<Envelope> = {}) {
    this.commands += 1;
    const envelope = { commandId: `c${this.commands}`, command, actor: by, ...more };
    return this.took(run(contractKind, this.instance, envelope, this));
  }

  /** The news of its approval. */
  approvalEnded(outcome: string, documentHash = this.state.reviews.at(-1)?.sha256) {
    const approvalId = this.state.reviews.at(-1)?.approvalId;
    const news = { type: 'approvalEnded', approvalId, subject: 'contract', documentHash, outcome };
    return this.give({ ...news, endedBy: 'liu', comment: null, passed: ['manager', 'legal'] }, system);
  }

  /** Hands the draft in and has it approved. */
  approved(): this {
    this.give({ type: 'submit' });
    this.approvalEnded('approved');
    return this;
  }

  /** Approved, and signed with the very bytes that were approved. */
  signed(signedOn: string): this {
    this.approved();
    const version = this.state.signedCopies.length + 1;
    const file = { ...signedCopy(version, 0) };
    const document = { ...file.document, sha256: this.state.approved?.sha256 ?? '' };
    this.give({ type: 'fileSignedCopy', file: { ...file, document }, signedOn });
    return this;
  }

  tick(at: number) {
    this.now = at;
    return this.give({ type: 'tick' }, actor('system'));
  }

  /** Lets everything happen that is due up to an instant, one step after the other. */
  until(instant: number): void {
    for (let next = this.next(); next !== undefined && next <= instant; next = this.next()) this.tick(next);
    this.now = instant;
  }

  waits() {
    return contractKind.waits(this.state);
  }

  /** Notices that the last command asked for, with whom they go to. */
  mails() {
    return this.effects.flatMap((effect) =>
      effect.type === 'mail' && 'user' in effect.mail.to ? [`${effect.mail.notice} ${effect.mail.to.user}`] : [],
    );
  }

  private next(): number | undefined {
    return this.waits()[0]?.next?.at;
  }

  private took(handling: ReturnType<typeof run>) {
    if (!handling.ok) return handling;
    this.instance = handling.instance;
    this.effects = handling.effects;
    this.events.push(...handling.events);
    return { ok: true as const, events: handling.events.map(({ type }) => type) };
  }
}
