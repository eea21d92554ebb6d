import {
  approve,
  begun,
  holdersOf,
  lettersOf,
  monday,
  node,
  turnDown,
  variantOf,
  without,
} from '../../support/approval.ts';
import { shanghai } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';

const admin = actor('ada', 'admin');
const give = (to: string, taskId = 't1') => ({ type: 'transfer', taskId, to }) as const;
const scene = begun(variantOf([node('legal', { timeout: [{ after: '1 workdays', do: ['remind'] }] })]));

test('the task goes to the new holder with its deadline and ladder as they were', () => {
  const before = scene.waits[0];
  const given = scene.does('leo', { ...give('fay'), comment: 'Yours' }, { at: shanghai('2026-09-15 09:30') });

  expect(given.waits[0]).toEqual({ ...before, holder: 'fay', next: { ...before?.next, who: { user: 'fay' } } });
  expect(given.task('t1')).toMatchObject({ chain: ['leo', 'fay'], heldSince: shanghai('2026-09-15 09:30') });
  expect(lettersOf(given)).toEqual(['approval.transferred fay']);
  expect(given.mails[0]).toMatchObject({
    key: 'a1/t1/transferred/fay',
    onlyWhileOpen: true,
    details: { from: 'leo', comment: 'Yours', documentHash: '1'.repeat(64) },
  });
  expect(given.refuses('leo', approve('t1'))).toMatchObject({ code: 'NOT_HOLDER', facts: { holder: 'fay' } });
  expect(given.does('fay', approve('t1')).task('t1')).toMatchObject({ status: 'APPROVED', decidedBy: 'fay' });
});

test('an admin may give on anybody’s task, and who had it is told', () => {
  const given = scene.does(admin, give('fay'));

  expect(holdersOf(given)).toEqual(['fay', 'lea', 'lin']);
  expect(given.events).toMatchObject([{ type: 'TaskTransferred', from: 'leo', to: 'fay', cause: 'admin', by: 'ada' }]);
  expect(lettersOf(given)).toEqual(['approval.transferred fay', 'approval.withdrawn leo']);
});

test('anybody else may not', () => {
  expect(scene.refuses('lea', give('fay')).code).toBe('NOT_HOLDER');
  expect(scene.refuses(actor('sam', 'sales'), give('fay')).code).toBe('NOT_HOLDER');
});

test('nobody gives a task to the starter', () => {
  expect(scene.refuses('leo', give('sam'))).toMatchObject({ code: 'NOT_ALLOWED', field: 'to' });
});

test.each(['mia', 'nobody'])('nor to somebody absent or unknown (%s)', (to) => {
  expect(scene.refuses('leo', give(to), { organisation: without('mia') })).toMatchObject({
    code: 'PERSON_UNAVAILABLE',
    field: 'to',
  });
});

test('nor to somebody who is, was or will be asked at the same node', () => {
  const decided = scene.does('lea', approve('t2'));
  const queue = begun(variantOf([node('legal', { mode: 'SEQ' })]));

  expect(scene.refuses('leo', give('lea'))).toMatchObject({ code: 'TRANSFER_CYCLE', field: 'to' });
  expect(scene.refuses('leo', give('leo')).code).toBe('TRANSFER_CYCLE');
  expect(decided.refuses('leo', give('lea')).code).toBe('TRANSFER_CYCLE');
  expect(queue.refuses('leo', give('lin')).code).toBe('TRANSFER_CYCLE');
});

test('nor back to somebody who has had it', () => {
  const given = scene.does('leo', give('fay')).does('fay', give('mia'));

  expect(given.refuses('mia', give('leo'))).toMatchObject({
    code: 'TRANSFER_CYCLE',
    facts: { chain: ['leo', 'fay', 'mia'] },
  });
  expect(given.refuses('mia', give('fay')).code).toBe('TRANSFER_CYCLE');
});

test('only an open task can be given on', () => {
  const queue = begun(variantOf([node('legal', { mode: 'SEQ' })]));

  expect(queue.refuses('lea', give('fay', 't2')).code).toBe('ILLEGAL_NOW');
  expect(scene.does('leo', approve('t1')).refuses('leo', give('fay')).code).toBe('ALREADY_DECIDED');
  expect(scene.refuses('leo', give('fay', 't9'))).toMatchObject({ code: 'INVALID', field: 'taskId' });
  expect(scene.does('lea', turnDown('t2')).refuses('leo', give('fay')).code).toBe('CLOSED');
});

test('the same person may be asked again at another node', () => {
  const two = begun(variantOf([node('legal', { mode: 'ANY' }), node('money', { approvers: [{ role: 'finance' }] })]));
  const next = two.does('leo', approve('t1')).does('fay', give('leo', 't4'));

  expect(next.task('t4')).toMatchObject({ holder: 'leo', openedAt: monday });
});
