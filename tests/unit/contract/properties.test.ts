import fc from 'fast-check';
import { contractKind } from '../../../domain/contract/kind.ts';
import type { ContractState } from '../../../domain/contract/model.ts';
import { evolveInstance, isClosed, waitsOf } from '../../../domain/instance.ts';
import type { EventBase } from '../../../domain/process.ts';
import { fileOf, huang, lina, liu, monday, signedCopy, system, TestContract } from '../../support/contract.ts';
import { actor } from '../../support/organisation.ts';

const hour = 3_600_000;
const seed = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  fc.record({ type: fc.constant('addVersion'), seed, version: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ type: fc.constantFrom('submit', 'tick', 'approved', 'rejected', 'staleApproved', 'peopleChanged') }),
  fc.record({ type: fc.constant('fileSignedCopy'), seed, version: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ type: fc.constantFrom('confirmSignedCopy', 'refuseSignedCopy'), seed }),
  fc.record({ type: fc.constantFrom('renew', 'letExpire', 'void', 'amend', 'edit', 'setPhase'), seed }),
);

/** What a step does to a contract; most are illegal at most times. */
function take(contract: TestContract, given: { type: string; seed?: number; version?: number }): void {
  const { type, seed: number = 1, version = 1 } = given;
  switch (type) {
    case 'addVersion':
      return void contract.give({ type, file: fileOf(version, number) });
    case 'approved':
    case 'rejected':
      return void contract.approvalEnded(type);
    case 'staleApproved':
      return void contract.approvalEnded('approved', 'f'.repeat(64));
    case 'tick':
      return void contract.tick(contract.now + 24 * hour * 40);
    case 'peopleChanged':
      return void contract.give({ type, users: ['lina'] }, actor('system'));
    case 'fileSignedCopy':
      return void contract.give({ type, file: signedCopy(version, number), signedOn: '2026-03-02' }, lina);
    case 'confirmSignedCopy':
    case 'refuseSignedCopy':
      return void contract.give({ type, sha256: number.toString(16).padStart(64, '0'), reason: 'Compared' }, huang);
    case 'renew':
      return void contract.give({ type, until: `203${number}-12-31` }, liu);
    case 'setPhase':
      return void contract.give({ type: 'edit', changes: { phase: 'effective' } }, liu);
    default:
      return void contract.give({ type, reason: 'Because', changes: { title: `Title ${number}` } }, liu);
  }
}

/** Where a contract stands, by nothing but what has happened to it. */
const phaseAfter: Readonly<Record<string, ContractState['phase']>> = {
  ContractDrafted: 'draft',
  ReviewStarted: 'inReview',
  ReviewEnded: 'draft',
  ContractApproved: 'approved',
  ContractSigned: 'signed',
  ContractTookEffect: 'effective',
  ContractExpiring: 'expiring',
  ContractRenewed: 'effective',
  ContractExpired: 'expired',
  ContractAmended: 'amended',
  ContractVoided: 'void',
};

test('where it stands follows from what happened, one version is current, and what was approved stays approved', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const contract = new TestContract().begin();
      let approved: ContractState['approved'] = null;
      for (const given of steps) {
        take(contract, given);
        const { state } = contract;
        const told = contract.events.flatMap(({ type }) => phaseAfter[type] ?? []);
        expect(state.phase).toBe(told.at(-1));
        const numbers = state.versions.map(({ document }) => document.version);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        if (approved) expect(state.approved).toEqual(approved);
        approved = state.approved;
        const waits = waitsOf(contractKind, contract.instance);
        expect(waits).toHaveLength(isClosed(contractKind, contract.instance) ? 0 : 1);
        for (const { holder } of waits) expect(holder).not.toBe('');
        if (['signed', 'effective', 'expiring'].includes(state.phase)) {
          const copy = state.signedCopies.find(({ status }) => status === 'identical' || status === 'confirmed');
          expect(copy).toBeDefined();
        }
      }
      expect(contract.now).toBeGreaterThanOrEqual(monday);
      const told = JSON.parse(JSON.stringify(contract.events)) as EventBase[];
      const replayed = told.reduce((state, event) => evolveInstance(contractKind, state, event), contract.unborn);
      expect(replayed).toEqual(contract.instance);
    }),
    { numRuns: 200 },
  );
});

test('only a process tells a contract what others decided', () => {
  const contract = new TestContract().begin({ submit: true });
  for (const type of ['approvalEnded', 'contractEnded']) {
    expect(contract.give({ type, approvalId: 'AP-TEST-1', outcome: 'approved' }, liu)).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(contract.give({ type, contractId: 'CT-TEST-A1', outcome: 'approved' }, system)).toMatchObject({
      events: [],
    });
  }
});
