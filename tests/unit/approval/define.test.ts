import { defineApproval } from '../../../domain/approval/define.ts';
import { nodesIn } from '../../../domain/approval/flow.ts';
import type { ApprovalVariant } from '../../../domain/approval/variant.ts';
import { addOffset } from '../../../domain/calendar.ts';
import { money } from '../../../domain/money.ts';
import { definitionOf } from '../../../domain/variant.ts';
import { largeContract } from '../../../domain/variants/approval-large-contract.ts';
import { orderRelease } from '../../../domain/variants/approval-order-release.ts';
import { quoteDiscount } from '../../../domain/variants/approval-quote-discount.ts';
import { standardContract } from '../../../domain/variants/approval-standard-contract.ts';
import { writeOff } from '../../../domain/variants/approval-write-off.ts';
import { variants } from '../../../domain/variants/index.ts';
import { approve, begun, holdersOf, node, variantOf, yuan } from '../../support/approval.ts';
import { chinaCalendar } from '../../support/calendar.ts';

const title = { 'zh-CN': '试', en: 'Try' };
const base = {
  id: 'approval.try',
  kind: 'approval',
  title,
  priority: 1,
  appliesTo: () => true,
  urgeEvery: '4 hours',
} as const;
const legal = {
  name: 'legal',
  title,
  mode: 'ALL',
  approvers: [{ role: 'legal' }],
  within: '1 workdays',
  timeout: [],
} as const;

describe('the compiler refuses', () => {
  test('a node that there is not', () => {
    // @ts-expect-error there is no node "leagl"
    defineApproval({ ...base, withdraw: { beforeNode: 'leagl' }, nodes: [legal] });
    expect(defineApproval({ ...base, withdraw: { beforeNode: 'legal' }, nodes: [legal] }).nodes).toHaveLength(1);
  });

  test('an action, a mode, a role or an offset that there is not', () => {
    const withdraw = 'anyTime';
    // @ts-expect-error there is no action "remined"
    defineApproval({ ...base, withdraw, nodes: [{ ...legal, timeout: [{ after: '1 hours', do: ['remined'] }] }] });
    // @ts-expect-error there is no mode "SOME"
    defineApproval({ ...base, withdraw, nodes: [{ ...legal, mode: 'SOME' }] });
    // @ts-expect-error there is no role "lawyer"
    defineApproval({ ...base, withdraw, nodes: [{ ...legal, approvers: [{ role: 'lawyer' }] }] });
    const fortnight = () =>
      // @ts-expect-error there is no unit "fortnights"
      defineApproval({ ...base, withdraw, nodes: [{ ...legal, within: '1 fortnights' }] });
    expect(fortnight).toThrow(RangeError);
  });
});

describe('the definition refuses', () => {
  test('two nodes of one name', () => {
    expect(() => variantOf([node('legal'), node('legal')])).toThrow(RangeError);
  });

  test('a node without approvers', () => {
    expect(() => variantOf([node('legal', { approvers: [] })])).toThrow(RangeError);
  });

  test.each(['-1 workhours', '1.5 workdays'] as const)('an offset that cannot be counted (%s)', (after) => {
    expect(() => variantOf([node('legal', { timeout: [{ after, do: ['remind'] }] })])).toThrow(RangeError);
  });

  test('deadlines and pauses that leave no time, and steps that do nothing', () => {
    expect(() => variantOf([node('legal', { within: '0 workdays' })])).toThrow(RangeError);
    expect(() => variantOf([node('legal')], { urgeEvery: '-1 hours' })).toThrow(RangeError);
    expect(() => variantOf([node('legal', { timeout: [{ after: '1 days', do: [] }] })])).toThrow(RangeError);
  });

  test('a variant that could ask nobody', () => {
    expect(() => variantOf([])).toThrow(RangeError);
    expect(() => variantOf([node('legal', { when: { field: 'amount', is: 'atLeast', value: yuan(1) } })])).toThrow(
      RangeError,
    );
  });
});

describe('the variants', () => {
  const all: readonly ApprovalVariant[] = variants.approval;

  test.each(all)('$id is data, and every offset in it can be counted', (variant) => {
    const definition = definitionOf(variant);
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
    for (const { within, timeout } of nodesIn<string>(variant.nodes)) {
      for (const offset of [within, variant.urgeEvery, ...timeout.map(({ after }) => after)]) {
        expect(addOffset(chinaCalendar, 0, offset)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test.each([
    ['contract', yuan(499_999.99), standardContract],
    ['contract', yuan(500_000), largeContract],
    ['contract', money(1_00, 'USD'), largeContract],
    ['quote', yuan(10), quoteDiscount],
    ['writeOff', yuan(10), writeOff],
    ['order', yuan(900_000), orderRelease],
  ] as const)('%s over %j is decided by one variant only', (subject, amount, expected) => {
    expect(all.filter(({ appliesTo }) => appliesTo({ subject, amount }))).toEqual([expected]);
  });

  test('nothing in the large contract is approved by time', () => {
    const actions = nodesIn<string>(largeContract.nodes).flatMap(({ timeout }) =>
      timeout.flatMap(({ do: actions }) => actions),
    );

    expect(actions).not.toContain('autoApprove');
  });

  test('the standard contract asks the manager, then one of legal', () => {
    const scene = begun(standardContract);
    expect(holdersOf(scene)).toEqual(['mia']);

    const legal = scene.does('mia', approve('t1'));
    expect(holdersOf(legal)).toEqual(['leo', 'lea', 'lin']);
    expect(legal.does('lin', approve('t4')).state.status).toBe('APPROVED');
  });

  test.each([
    [yuan(600_000), ['mia', 'leo', 'lea', 'lin', 'max']],
    [yuan(1_000_000), ['mia', 'leo', 'lea', 'lin', 'fay', 'max']],
  ])('the large contract over %j asks %j', (amount, expected) => {
    let scene = begun(largeContract, { amount });
    const asked: string[] = [];
    while (scene.state.status === 'RUNNING') {
      const { id = '', holder = '' } = scene.waits[0] ?? {};
      asked.push(holder);
      scene = scene.does(holder, approve(id));
    }

    expect(asked).toEqual(expected);
    expect(scene.state.status).toBe('APPROVED');
  });

  test('the quote discount asks managers in turn', () => {
    const scene = begun(quoteDiscount, { subject: 'quote' });
    expect(holdersOf(scene)).toEqual(['mia']);

    const second = scene.does('mia', approve('t1'));
    expect(holdersOf(second)).toEqual(['max']);
    expect(second.does('max', approve('t2')).state.status).toBe('APPROVED');
  });
});
