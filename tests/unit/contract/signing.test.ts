import { hashOf, huang, lina, liu, office, signedCopy, TestContract } from '../../support/contract.ts';
import { actor } from '../../support/organisation.ts';

const filed = (file = signedCopy(1, 77)) => ({ type: 'fileSignedCopy', file, signedOn: '2026-03-02' });
const judged = (type: string, reason = 'Compared page by page') => ({ type, sha256: hashOf(77), reason });

test('the very bytes that were approved make it signed and, with no other day agreed, effective at once', () => {
  const contract = new TestContract().begin().approved();
  expect(contract.give(filed(signedCopy(1, 1)))).toMatchObject({
    events: ['SignedCopyFiled', 'ContractSigned', 'ContractTookEffect'],
  });
  expect(contract.state).toMatchObject({
    phase: 'effective',
    signedOn: '2026-03-02',
    term: { from: '2026-03-02', until: '2027-03-01' },
    signedCopies: [{ status: 'identical' }],
  });
  expect(contract.effects).toMatchObject([
    { type: 'tell', processId: 'PP-TEST-1', command: { type: 'noteEvent', event: 'signed', on: '2026-03-02' } },
  ]);
});

test('a scan waits for somebody of legal, who sees both hashes', () => {
  const contract = new TestContract().begin().approved();
  expect(contract.give(filed())).toMatchObject({ events: ['SignedCopyFiled'] });
  expect(contract.phase).toBe('approved');
  expect(contract.waits()).toMatchObject([{ action: 'contract.checkCopy', on: 'person', holder: 'liu' }]);
  expect(contract.effects).toMatchObject([
    {
      mail: {
        notice: 'contract.copyToConfirm',
        to: { user: 'liu' },
        details: { sha256: hashOf(77), approvedSha256: hashOf(1) },
      },
    },
  ]);
  expect(contract.give(filed(signedCopy(2, 78)))).toMatchObject({ code: 'ILLEGAL_NOW' });
  expect(contract.give(judged('confirmSignedCopy'), huang)).toMatchObject({
    events: ['SignedCopyJudged', 'ContractSigned', 'ContractTookEffect'],
  });
  expect(contract.state.signedCopies).toMatchObject([
    { status: 'confirmed', judgedBy: 'huang', reason: 'Compared page by page' },
  ]);
});

test.each([
  ['its owner', lina, 'NOT_HOLDER'],
  ['finance', actor('zhang', 'finance'), 'NOT_ALLOWED'],
])('%s does not confirm it', (_who, by, code) => {
  const contract = new TestContract().begin().approved();
  contract.give(filed());
  expect(contract.give(judged('confirmSignedCopy'), by)).toMatchObject({ code });
});

test('whoever filed it does not confirm it: somebody else of legal is asked', () => {
  const contract = new TestContract().begin().approved();
  contract.give(filed(), liu);
  expect(contract.waits()).toMatchObject([{ holder: 'huang' }]);
  expect(contract.give(judged('confirmSignedCopy'), liu)).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(contract.give(judged('confirmSignedCopy', ''), huang)).toMatchObject({ code: 'REASON_REQUIRED' });
});

test('with nobody there to compare it, it is not taken', () => {
  const contract = new TestContract().begin().approved();
  contract.organisation = office.filter(({ roles }) => !roles.includes('legal') && !roles.includes('admin'));
  expect(contract.give(filed())).toMatchObject({ code: 'NO_APPROVER' });
});

test('a copy that is something else is refused, once, and its owner files another', () => {
  const contract = new TestContract().begin().approved();
  contract.give(filed());
  expect(contract.give(judged('refuseSignedCopy', 'Page 3 is missing'), liu)).toMatchObject({
    events: ['SignedCopyJudged'],
  });
  expect(contract.mails()).toEqual(['contract.copyRefused lina']);
  expect(contract.waits()).toMatchObject([{ action: 'contract.sign', holder: 'lina' }]);
  expect(contract.give(judged('confirmSignedCopy'), liu)).toMatchObject({
    code: 'ALREADY_DECIDED',
    facts: { decision: 'refused', decidedBy: 'liu' },
  });
  expect(contract.give(filed(signedCopy(2, 1)))).toMatchObject({ events: expect.arrayContaining(['ContractSigned']) });
});

test('a day of signature that lies ahead, or before an approval, is refused', () => {
  const contract = new TestContract().begin();
  expect(contract.give(filed())).toMatchObject({ code: 'ILLEGAL_NOW' });
  contract.approved();
  expect(contract.give({ ...filed(), signedOn: '2026-03-03' })).toMatchObject({ code: 'INVALID', field: 'signedOn' });
});

test('signed ahead of its first day, it waits for that day and then takes effect by itself', () => {
  const term = { from: '2026-04-01', until: null, months: 6, autoRenew: false, noticeDays: 0 };
  const contract = new TestContract().begin({ term }).signed('2026-03-02');
  expect(contract.phase).toBe('signed');
  const [wait] = contract.waits();
  expect(wait).toMatchObject({ action: 'contract.start', on: 'date', next: { what: 'takeEffect' } });
  contract.tick(wait?.next?.at ?? 0);
  expect(contract.state).toMatchObject({ phase: 'effective', term: { until: '2026-09-30' } });
});

test('a checker who goes away is followed by somebody else of legal; an owner who goes is stood in for', () => {
  const contract = new TestContract().begin().approved();
  contract.give(filed());
  contract.organisation = office.map((one) => (one.id === 'liu' ? { ...one, away: true } : one));
  contract.give({ type: 'peopleChanged', users: ['liu'] }, actor('system'));
  expect(contract.waits()).toMatchObject([{ holder: 'huang' }]);
  contract.give(judged('refuseSignedCopy', 'No'), huang);
  contract.organisation = office.map((one) => (one.id === 'lina' ? { ...one, away: true } : one));
  contract.give({ type: 'peopleChanged', users: ['lina'] }, actor('system'));
  expect(contract.waits()).toMatchObject([{ holder: 'wangwei', principal: 'lina' }]);
  expect(contract.mails()).toEqual(['standIn.asked wangwei']);
});
