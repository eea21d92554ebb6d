import fc from 'fast-check';
import { isWorkday, localTime } from '../../../domain/calendar.ts';
import { addMonths, lastDay, termLadder } from '../../../domain/contract/term.ts';
import { frameworkContract } from '../../../domain/variants/contract-framework.ts';
import { salesContract } from '../../../domain/variants/contract-standard.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';
import { liu, office, system, TestContract } from '../../support/contract.ts';
import { actor } from '../../support/organisation.ts';

const term = (changes = {}) => ({
  from: null,
  until: '2026-12-31',
  months: 12,
  autoRenew: false,
  noticeDays: 30,
  ...changes,
});
const standing = (changes = {}) => new TestContract().begin({ term: term(changes) }).signed('2026-03-02');

test('months are counted as people count them', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2027-12-31', 2)).toBe('2028-02-29');
  expect(lastDay('2026-01-01', 12)).toBe('2026-12-31');
});

test('60 and 30 days before the end its owner hears of it, a week before their manager too, and then it runs out', () => {
  const contract = standing();
  const heard: string[] = [];
  for (let [wait] = contract.waits(); wait?.next; [wait] = contract.waits()) {
    contract.tick(wait.next.at);
    const day = localTime(chinaCalendar, contract.now).date;
    heard.push(`${day} ${contract.phase}: ${contract.mails().join(', ')}`);
  }
  expect(heard).toEqual([
    '2026-10-30 expiring: contract.expiring lina',
    '2026-12-01 expiring: contract.expiring lina',
    '2026-12-24 expiring: contract.expiring lina, contract.expiring wangwei',
    '2027-01-01 expired: contract.closed lina, contract.closed zhang',
  ]);
  expect(contract.waits()).toEqual([]);
});

test('renewed in time, it is watched over anew until its new last day', () => {
  const contract = standing();
  contract.until(shanghai('2026-12-24 12:00'));
  expect(contract.give({ type: 'renew', until: '2026-12-31' })).toMatchObject({ code: 'INVALID', field: 'until' });
  expect(contract.give({ type: 'renew', until: '2027-12-31' })).toMatchObject({ events: ['ContractRenewed'] });
  expect(contract.state).toMatchObject({ phase: 'effective', term: { until: '2027-12-31' } });
  expect(contract.waits()).toMatchObject([{ action: 'contract.decideEnd', holder: 'lina', next: { what: 'remind' } }]);
  contract.until(shanghai('2027-01-02 00:00'));
  expect(contract.phase).toBe('effective');
});

test('one that renews by itself does so, unless it has been ended in time', () => {
  const renewing = standing({ autoRenew: true });
  renewing.until(shanghai('2027-01-01 01:00'));
  expect(renewing.state).toMatchObject({ phase: 'effective', term: { until: '2027-12-31' } });
  expect(renewing.state.renewals).toMatchObject([{ from: '2027-01-01', automatic: true }]);

  const ended = standing({ autoRenew: true });
  expect(ended.waits()[0]?.dueAt).toBe(shanghai('2026-12-01 18:00'));
  expect(ended.give({ type: 'letExpire', reason: '' })).toMatchObject({ code: 'REASON_REQUIRED' });
  ended.give({ type: 'letExpire', reason: 'The line is given up' });
  expect(ended.waits()).toMatchObject([{ action: 'contract.end', next: { what: 'expire' } }]);
  expect(ended.give({ type: 'letExpire', reason: 'Twice' })).toMatchObject({ code: 'ALREADY_DECIDED' });
  ended.until(shanghai('2027-01-01 01:00'));
  expect(ended.state).toMatchObject({ phase: 'expired', closed: { reason: 'The line is given up' } });
});

test('a manager who is away is stood in for by whoever is above them', () => {
  const contract = standing();
  contract.until(shanghai('2026-12-20 12:00'));
  contract.organisation = office.map((one) => (one.id === 'wangwei' ? { ...one, away: true } : one));
  contract.tick(shanghai('2026-12-24 09:00'));
  expect(contract.mails()).toEqual(['contract.expiring lina', 'contract.expiring zhao']);
});

test('an outage sends the one reminder that counts, not all that were missed', () => {
  const contract = standing();
  contract.tick(shanghai('2026-12-28 10:00'));
  expect(contract.mails()).toEqual(['contract.expiring lina', 'contract.expiring wangwei']);
  expect(contract.waits()[0]?.next).toMatchObject({ what: 'expire' });
});

test('an amendment is a contract of its own; approved, it takes the place of the one it changes', () => {
  const contract = standing();
  expect(contract.give({ type: 'amend', changes: { title: 'Pump stations' }, reason: 'x' })).toMatchObject({
    code: 'INVALID',
  });
  const amount = { minor: 150_000_00, currency: 'CNY' };
  expect(contract.give({ type: 'amend', changes: { amount }, reason: 'Two more' })).toMatchObject({
    events: ['AmendmentBegun'],
  });
  expect(contract.effects).toMatchObject([
    {
      kind: 'contract',
      processId: 'CT-TEST-A1',
      input: {
        number: 'HT-2026-0001-A1',
        amount,
        planId: 'PP-TEST-1',
        amends: {
          contractId: 'CT-TEST',
          changed: ['amount'],
          earlier: { approvalId: 'AP-TEST-1', amount: { minor: 120_000_00 }, passed: ['manager', 'legal'] },
        },
      },
    },
  ]);
  expect(contract.give({ type: 'amend', changes: { title: 'x' }, reason: 'x' })).toMatchObject({ code: 'ILLEGAL_NOW' });
  expect(contract.phase).toBe('effective');
  const news = { type: 'contractEnded', contractId: 'CT-TEST-A1', endedBy: 'liu', comment: null };
  expect(contract.give({ ...news, outcome: 'approved' }, liu)).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(contract.give({ ...news, outcome: 'approved' }, system)).toMatchObject({ events: ['ContractAmended'] });
  expect(contract.state).toMatchObject({ phase: 'amended', closed: { outcome: 'amended' } });
  expect(contract.mails()).toEqual(['contract.closed lina', 'contract.closed zhang']);
});

test('an amendment that is given up leaves the contract as it is', () => {
  const contract = standing();
  contract.give({ type: 'amend', changes: { title: 'Other' }, reason: 'x' });
  const news = { type: 'contractEnded', contractId: 'CT-TEST-A1', outcome: 'void', endedBy: 'lina', comment: 'No' };
  expect(contract.give(news, system)).toMatchObject({ events: ['AmendmentGivenUp'] });
  expect(contract.give({ type: 'amend', changes: { title: 'Other' }, reason: 'x' })).toMatchObject({
    events: ['AmendmentBegun'],
  });
  expect(contract.effects).toMatchObject([{ processId: 'CT-TEST-A2' }]);
});

test('an amendment asks again only where a change matters; approved, it tells the contract it changes and begins no second plan', () => {
  const amount = { minor: 90_000_00, currency: 'CNY' };
  const earlier = { approvalId: 'AP-TEST-1', documentHash: 'f'.repeat(64), amount, fields: {}, passed: ['manager'] };
  const amends = {
    contractId: 'CT-TEST',
    number: 'HT-2026-0001',
    approvalId: 'AP-TEST-1',
    changed: ['amount'],
    earlier,
  };
  const amendment = new TestContract(salesContract, 'CT-TEST-A1').begin({ amends, planId: 'PP-TEST-1', submit: true });
  expect(amendment.effects).toMatchObject([{ kind: 'approval', input: { amends: earlier } }]);
  amendment.approvalEnded('approved');
  expect(amendment.effects).toMatchObject([
    {
      type: 'tell',
      processId: 'CT-TEST',
      command: { type: 'contractEnded', contractId: 'CT-TEST-A1', outcome: 'approved' },
    },
  ]);
});

test('reminders come on working days, in order, before the last day of decision; then renewal or end', () => {
  const day = fc
    .integer({ min: 0, max: 600 })
    .map((days) => new Date(Date.UTC(2026, 5, 1) + days * 86_400_000).toISOString().slice(0, 10));
  fc.assert(
    fc.property(
      day,
      fc.boolean(),
      fc.integer({ min: 0, max: 120 }),
      fc.constantFrom(salesContract, frameworkContract),
      (until, autoRenew, noticeDays, variant) => {
        const { rungs } = termLadder(
          { term: term({ until, autoRenew, noticeDays }), until, endDecided: false },
          variant,
          chinaCalendar,
        );
        const last = rungs.at(-1);
        expect(last?.do).toEqual([autoRenew ? 'renew' : 'expire']);
        for (const rung of rungs.slice(0, -1)) {
          const { date, minutes } = localTime(chinaCalendar, rung.at);
          expect(isWorkday(chinaCalendar, date)).toBe(true);
          expect(minutes).toBe(9 * 60);
        }
        const instants = rungs.map(({ at }) => at);
        expect(instants).toEqual([...instants].sort((a, b) => a - b));
      },
    ),
    { numRuns: 200 },
  );
});

test('a changed calendar moves reminders that lie ahead', () => {
  const contract = standing();
  const calendar = {
    ...contract.instance.calendar,
    version: 2,
    exceptions: { '2026-11-02': 'holiday', '2026-10-30': 'holiday' },
  };
  expect(contract.give({ type: 'replaceCalendar', calendar }, actor('system'))).toMatchObject({
    events: ['CalendarReplaced', 'DeadlinesMoved'],
  });
  expect(contract.waits()[0]?.next?.at).toBe(shanghai('2026-10-29 09:00'));
});
