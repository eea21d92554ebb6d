import { fileOf, hashOf, lina, liu, newContract, system, TestContract } from '../../support/contract.ts';
import { actor } from '../../support/organisation.ts';

test('a draft waits for its owner, and goes to approval with its exact version', () => {
  const contract = new TestContract().begin();
  expect(contract.waits()).toMatchObject([{ action: 'contract.prepare', on: 'person', holder: 'lina' }]);
  expect(contract.give({ type: 'submit' })).toMatchObject({ events: ['ReviewStarted'] });
  expect(contract.effects).toMatchObject([
    {
      type: 'launch',
      kind: 'approval',
      processId: 'AP-TEST-1',
      input: { subject: 'contract', document: { version: 1, sha256: hashOf(1) }, starter: 'lina', origin: 'CT-TEST' },
    },
  ]);
  expect(contract.waits()).toMatchObject([{ action: 'contract.review', on: 'system', holder: 'lina' }]);
});

test('asked to, it goes to approval as it begins; without a text it cannot', () => {
  const atOnce = new TestContract().begin({ submit: true });
  expect(atOnce.phase).toBe('inReview');
  expect(atOnce.effects).toMatchObject([{ kind: 'approval' }]);
  const blank = new TestContract().begin({ file: null });
  expect(blank.give({ type: 'submit' })).toMatchObject({ code: 'FIELDS_MISSING', field: 'file' });
});

test('approved: its plan begins, whoever asked is told, and it waits for the signed copy', () => {
  const contract = new TestContract().begin({ origin: 'OP-TEST', submit: true });
  expect(contract.approvalEnded('approved')).toMatchObject({ events: ['ContractApproved'] });
  expect(contract.effects).toMatchObject([
    { type: 'launch', kind: 'paymentPlan', processId: 'PP-TEST-1', input: { reference: 'HT-2026-0001' } },
    { type: 'tell', processId: 'OP-TEST', command: { type: 'contractEnded', outcome: 'approved' } },
  ]);
  expect(contract.state.approved).toMatchObject({ version: 1, sha256: hashOf(1), by: 'liu' });
  expect(contract.waits()).toMatchObject([{ action: 'contract.sign', on: 'customer', holder: 'lina' }]);
});

test.each(['rejected', 'withdrawn', 'terminated'])('%s: it is a draft again, and its owner is told', (outcome) => {
  const contract = new TestContract().begin({ submit: true });
  expect(contract.approvalEnded(outcome)).toMatchObject({ events: ['ReviewEnded'] });
  expect(contract.phase).toBe('draft');
  expect(contract.mails()).toEqual(['contract.reviewEnded lina']);
  expect(contract.give({ type: 'submit' })).toMatchObject({ events: ['ReviewStarted'] });
  expect(contract.effects).toMatchObject([{ processId: 'AP-TEST-2' }]);
});

test('only the approval itself says how it ended, once, and news of an earlier one changes nothing', () => {
  const contract = new TestContract().begin({ submit: true });
  const news = { type: 'approvalEnded', approvalId: 'AP-TEST-1', outcome: 'approved', documentHash: hashOf(1) };
  expect(contract.give(news, lina)).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(contract.give({ ...news, approvalId: 'AP-OTHER-1' }, system)).toMatchObject({ events: [] });
  expect(contract.give(news, system)).toMatchObject({ events: ['ContractApproved'] });
  expect(contract.give(news, system)).toMatchObject({ events: [] });
});

describe('versions', () => {
  test('a new version during an approval voids what was decided about the old one', () => {
    const contract = new TestContract().begin({ submit: true });
    expect(contract.give({ type: 'addVersion', file: fileOf(2), note: 'Clause 4' })).toMatchObject({
      events: ['VersionAdded', 'ReviewRestarted'],
    });
    expect(contract.effects).toMatchObject([
      { type: 'tell', processId: 'AP-TEST-1', command: { type: 'replaceDocument', document: { sha256: hashOf(2) } } },
    ]);
    contract.approvalEnded('approved');
    expect(contract.state.approved).toMatchObject({ version: 2, sha256: hashOf(2) });
  });

  test('an approval that ends about the version just replaced counts for nothing: the new one goes to its own', () => {
    const contract = new TestContract().begin({ submit: true });
    contract.give({ type: 'addVersion', file: fileOf(2) });
    expect(contract.approvalEnded('approved', hashOf(1))).toMatchObject({ events: ['ReviewEnded', 'ReviewStarted'] });
    expect(contract.state).toMatchObject({ phase: 'inReview', approved: null });
    expect(contract.effects).toMatchObject([{ processId: 'AP-TEST-2', input: { document: { sha256: hashOf(2) } } }]);
  });

  test.each([
    ['an older number', fileOf(1, 9), 'INVALID', 'file.document.version'],
    ['the same bytes', fileOf(2, 1), 'INVALID', 'file'],
    ['another contract', fileOf(2, 2, 'HT-2026-0002'), 'INVALID', 'file.document.number'],
  ])('refuses a version with %s', (_what, file, code, field) => {
    const contract = new TestContract().begin();
    expect(contract.give({ type: 'addVersion', file })).toMatchObject({ code, field });
  });

  test('what has been approved takes no version and no edit, only an amendment', () => {
    const contract = new TestContract().begin().approved();
    expect(contract.give({ type: 'addVersion', file: fileOf(2) })).toMatchObject({ code: 'ILLEGAL_NOW' });
    expect(contract.give({ type: 'edit', changes: { title: 'x' } })).toMatchObject({
      code: 'ILLEGAL_NOW',
      facts: { decidedBy: 'liu' },
    });
  });
});

test('while it is read nothing it says changes, and it cannot be declared void', () => {
  const contract = new TestContract().begin({ submit: true });
  for (const command of [
    { type: 'edit', changes: { title: 'x' } },
    { type: 'void', reason: 'x' },
  ]) {
    expect(contract.give(command)).toMatchObject({ code: 'ILLEGAL_NOW', facts: { approval: 'AP-TEST-1' } });
  }
});

test('void needs a reason; approved, it takes more than its owner; and whoever asked is told', () => {
  const contract = new TestContract().begin({ origin: 'OP-TEST' });
  expect(contract.give({ type: 'void', reason: ' ' })).toMatchObject({ code: 'REASON_REQUIRED', field: 'reason' });
  contract.approved();
  expect(contract.give({ type: 'void', reason: 'Cancelled' })).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(contract.give({ type: 'void', reason: 'Cancelled' }, liu)).toMatchObject({ events: ['ContractVoided'] });
  expect(contract.mails()).toEqual(['contract.closed lina', 'contract.closed zhang']);
  expect(contract.effects).toContainEqual(
    expect.objectContaining({ processId: 'OP-TEST', command: expect.objectContaining({ outcome: 'void' }) }),
  );
  expect(contract.give({ type: 'edit', changes: {} })).toMatchObject({ code: 'CLOSED', facts: { closedBy: 'liu' } });
});

test.each([
  [{ amount: { minor: -1, currency: 'CNY' } }, 'changes.amount.minor'],
  [{ terms: [{ label: 'x', percent: 90, dueDays: 1 }] }, 'changes.terms'],
  [{ term: { ...newContract.term, from: '2026-05-01', until: '2026-04-01' } }, 'changes.term.until'],
  [
    { parties: { ...newContract.parties, customer: { ...newContract.parties.customer, taxNumber: '?' } } },
    'changes.parties.customer.taxNumber',
  ],
])('an edit names the field that is wrong: %j', (changes, field) => {
  expect(new TestContract().begin().give({ type: 'edit', changes })).toMatchObject({ code: 'INVALID', field });
});

test('strangers may do nothing with it', () => {
  const contract = new TestContract().begin();
  expect(contract.give({ type: 'submit' }, actor('zhang', 'finance'))).toMatchObject({ code: 'NOT_ALLOWED' });
});

test('a draft nobody finishes reminds its owner, then their manager', () => {
  const contract = new TestContract().begin();
  contract.tick(contract.waits()[0]?.dueAt ?? 0);
  expect(contract.mails()).toEqual(['contract.reminder lina']);
  contract.tick(contract.waits()[0]?.next?.at ?? 0);
  expect(contract.mails()).toEqual(['contract.escalated wangwei']);
  expect(contract.waits()).toMatchObject([{ next: null }]);
});
