import { approvalKind } from '../../../domain/approval/kind.ts';
import { approve, begun, monday, node, turnDown, variantOf } from '../../support/approval.ts';
import { shanghai } from '../../support/calendar.ts';

const onApproved = { kind: 'paymentPlan', processId: 'p1', input: { reference: 'C-102' } } as const;
const origin = 'o1';
const variant = variantOf([node('money', { approvers: [{ role: 'finance' }] })]);
const told = (outcome: string, endedBy: string, comment: string | null) => ({
  type: 'tell',
  processId: origin,
  command: {
    type: 'approvalEnded',
    approvalId: 'a1',
    subject: 'contract',
    documentHash: '1'.repeat(64),
    outcome,
    endedBy,
    comment,
  },
});
const types = ({ effects }: ReturnType<typeof begun>) => effects.map(({ type }) => type);

test('approved: what follows is started, then whoever asked is told, then the starter', () => {
  const scene = begun(variant, { origin, onApproved }).does('fay', { ...approve('t1'), comment: 'Fine' } as never);

  expect(types(scene)).toEqual(['launch', 'tell', 'mail']);
  expect(scene.effects[0]).toMatchObject({ type: 'launch', ...onApproved });
  expect(scene.effects[1]).toMatchObject(told('approved', 'fay', 'Fine'));
  expect(scene.mails[0]).toMatchObject({
    key: 'a1/t1/decided/sam',
    notice: 'approval.decided',
    onlyWhileOpen: false,
    details: { outcome: 'approved', endedBy: 'fay', comment: 'Fine' },
  });
  expect(scene.task('t1').comment).toBe('Fine');
});

test('rejected: nothing is started, and the reason travels along', () => {
  const scene = begun(variant, { origin, onApproved }).does('fay', turnDown('t1', 'Too cheap'));

  expect(types(scene)).toEqual(['tell', 'mail']);
  expect(scene.effects[0]).toMatchObject(told('rejected', 'fay', 'Too cheap'));
});

test('withdrawn: nothing is started', () => {
  const scene = begun(variant, { origin, onApproved }).does('sam', { type: 'withdraw', reason: 'Lost' });

  expect(scene.effects[0]).toMatchObject(told('withdrawn', 'sam', 'Lost'));
  expect(types(scene)).not.toContain('launch');
});

test('without an origin nobody else is told', () => {
  expect(types(begun(variant).does('fay', approve('t1')))).toEqual(['mail']);
});

test('the list shows how and when it ended, and where', () => {
  const at = shanghai('2026-09-15 11:00');
  const { state } = begun(variant).does('fay', approve('t1'), { at });

  expect(approvalKind.summarise(state)).toMatchObject({
    status: 'closed',
    outcome: 'approved',
    stage: 'money',
    openedAt: monday,
    closedAt: at,
  });
});
