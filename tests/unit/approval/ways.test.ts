import type { Condition } from '../../../domain/approval/condition.ts';
import { evaluate } from '../../../domain/approval/condition.ts';
import { defineApproval } from '../../../domain/approval/define.ts';
import { money } from '../../../domain/money.ts';
import {
  approve,
  begun,
  company,
  contract,
  holdersOf,
  lettersOf,
  node,
  refusedStart,
  turnDown,
  variantOf,
  yuan,
} from '../../support/approval.ts';

const large = { field: 'amount', is: 'atLeast', value: yuan(100_000) } as const;
const statuses = ({ state }: ReturnType<typeof begun>) => state.nodes.map(({ status }) => status);
const titles = { 'zh-CN': '路', en: 'Way' };

describe('conditions', () => {
  const fields = { amount: yuan(500), region: 'east', discount: 12, urgent: true };
  const cases: [Condition, string][] = [
    [{ field: 'region', is: 'equal', value: 'east' }, 'met'],
    [{ field: 'region', is: 'notEqual', value: 'east' }, 'unmet'],
    [{ field: 'region', is: 'oneOf', values: ['west', 'east'] }, 'met'],
    [{ field: 'region', is: 'noneOf', values: ['west', 'east'] }, 'unmet'],
    [{ field: 'discount', is: 'above', value: 12 }, 'unmet'],
    [{ field: 'discount', is: 'atMost', value: 12 }, 'met'],
    [{ field: 'amount', is: 'below', value: money(1, 'USD') }, 'unknown'],
    [{ field: 'missing', is: 'equal', value: true }, 'unknown'],
    [{ field: 'region', is: 'atLeast', value: 3 }, 'unknown'],
    [
      {
        all: [
          { field: 'missing', is: 'equal', value: 1 },
          { field: 'discount', is: 'below', value: 5 },
        ],
      },
      'unmet',
    ],
    [
      {
        all: [
          { field: 'missing', is: 'equal', value: 1 },
          { field: 'discount', is: 'below', value: 50 },
        ],
      },
      'unknown',
    ],
    [
      {
        any: [
          { field: 'missing', is: 'equal', value: 1 },
          { field: 'urgent', is: 'equal', value: true },
        ],
      },
      'met',
    ],
    [
      {
        any: [
          { field: 'urgent', is: 'equal', value: false },
          { all: [{ field: 'discount', is: 'atLeast', value: 10 }] },
        ],
      },
      'met',
    ],
  ];

  test.each(cases)('%j is %s', (condition, verdict) => {
    expect(evaluate(condition, fields).verdict).toBe(verdict);
  });

  test('keep what they were asked about, and do not know what the document does not say', () => {
    const { inputs } = evaluate(
      {
        any: [
          { field: 'region', is: 'equal', value: 'x' },
          { field: 'missing', is: 'equal', value: 1 },
        ],
      },
      fields,
    );

    expect(inputs).toEqual({ region: 'east', missing: null });
  });
});

describe('forks and lanes', () => {
  const fork = {
    fork: 'size',
    branches: [
      {
        title: titles,
        when: { field: 'region', is: 'equal', value: 'east' },
        nodes: [node('east', { approvers: [{ person: 'max' }] })],
      },
      { title: titles, when: large, nodes: [node('large', { approvers: [{ role: 'finance' }] })] },
    ],
    otherwise: { title: titles, nodes: [node('rest', { approvers: [{ person: 'mia' }] })] },
  } as const;
  const forked = variantOf([fork, node('last', { approvers: [{ person: 'rex' }] })]);

  test.each([
    [{ amount: yuan(200_000), fields: { region: 'east' } }, 'east'],
    [{ amount: yuan(200_000), fields: { region: 'west' } }, 'large'],
    [{ amount: yuan(2), fields: { region: 'west' } }, 'rest'],
    [{ amount: money(200_000_00, 'EUR'), fields: {} }, 'rest'],
  ])('%j takes the first branch that is plainly met: %s', (changes, name) => {
    const scene = begun(forked, changes);

    expect(scene.state.nodes.find(({ status }) => status === 'CURRENT')?.name).toBe(name);
    expect(scene.state.nodes.filter(({ status }) => status === 'SKIPPED')).toHaveLength(2);
    expect(scene.events.find(({ type }) => type === 'BranchTaken')).toMatchObject({ fork: 'size' });
  });

  test('lanes are walked side by side, and a rejection in one ends all', () => {
    const lanes = variantOf([
      {
        lanes: [
          [node('a', { approvers: [{ person: 'mia' }] }), node('b', { approvers: [{ person: 'max' }] })],
          [node('c', { approvers: [{ role: 'finance' }] })],
        ],
      },
      node('last', { approvers: [{ person: 'rex' }] }),
    ]);
    const both = begun(lanes);
    expect(holdersOf(both)).toEqual(['mia', 'fay']);
    const one = both.does('mia', approve('t1'));
    expect(holdersOf(one)).toEqual(['fay', 'max']);
    expect(holdersOf(one.does('fay', approve('t2')).does('max', approve('t3')))).toEqual(['rex']);

    const ended = one.does('fay', turnDown('t2'));
    expect(ended.state.status).toBe('REJECTED');
    expect(ended.task('t3').status).toBe('CANCELLED');
  });
});

describe('who is asked', () => {
  const only = (changes: Parameters<typeof node>[1], more = {}) => begun(variantOf([node('only', changes)]), more);

  test('managers up to a level, the head of the department, people the starter chooses', () => {
    expect(holdersOf(only({ approvers: [{ managersOfStarterUpTo: 3 }] }))).toEqual(['mia', 'max', 'rex']);
    const organisation = company.map((one) => (one.id === 'sam' ? { ...one, heads: ['lou'] } : one));
    expect(
      holdersOf(begun(variantOf([node('only', { approvers: [{ headOf: 'starter' }] })]), {}, { organisation })),
    ).toEqual(['lou']);
    expect(holdersOf(only({ approvers: [{ chosenByStarter: 2 }] }, { chosen: { only: ['fay', 'lou'] } }))).toEqual([
      'fay',
      'lou',
    ]);
  });

  test('the starter chooses as many as the variant says, present, and not themselves', () => {
    const choosing = variantOf([node('only', { approvers: [{ chosenByStarter: 1 }] })]);
    const chosen = (...ids: string[]) => refusedStart(choosing, { chosen: { only: ids } });

    expect(chosen()).toMatchObject({ code: 'INVALID', field: 'chosen.only' });
    expect(chosen('fay', 'lou').code).toBe('INVALID');
    expect(chosen('sam').code).toBe('NOT_ALLOWED');
    expect(chosen('ghost').code).toBe('PERSON_UNAVAILABLE');
    expect(refusedStart(variantOf([node('only')]), { chosen: { only: ['fay'] } }).code).toBe('INVALID');
  });

  test('a vote passes at its share of the weights, and fails as soon as that cannot be reached', () => {
    const vote = variantOf([
      node('vote', { mode: 'VOTE', passAt: 60, approvers: [{ role: 'finance', weight: 3 }, { role: 'legal' }] }),
    ]);
    expect(begun(vote).does('fay', approve('t1')).state.status).toBe('RUNNING');
    const carried = begun(vote).does('fay', approve('t1')).does('leo', approve('t2'));
    expect(carried.state.status).toBe('APPROVED');
    expect(carried.state.tasks.map(({ status }) => status)).toEqual([
      'APPROVED',
      'APPROVED',
      'CANCELLED_BY_SIBLING',
      'CANCELLED_BY_SIBLING',
    ]);
    expect(begun(vote).does('leo', turnDown('t2')).does('lea', turnDown('t3')).state.status).toBe('RUNNING');
    expect(begun(vote).does('fay', turnDown('t1')).state.status).toBe('REJECTED');
  });

  test('ANY that waits is rejected only when everybody has rejected', () => {
    const waits = begun(variantOf([node('legal', { mode: 'ANY', anyReject: 'wait' })]));
    const two = waits.does('leo', turnDown('t1')).does('lea', turnDown('t2'));

    expect(two.state.status).toBe('RUNNING');
    expect(two.does('lin', approve('t3')).state.status).toBe('APPROVED');
    expect(two.does('lin', turnDown('t3')).state.status).toBe('REJECTED');
  });
});

describe('the starter among the approvers', () => {
  const self = (selfApproval: NonNullable<Parameters<typeof node>[1]>['selfApproval'], starter = 'lea') =>
    begun(variantOf([node('legal', { ...(selfApproval ? { selfApproval } : {}) })]), { starter });

  test('is left out, replaced by their manager, or decides up to an amount', () => {
    expect(holdersOf(self(undefined))).toEqual(['leo', 'lin']);
    expect(holdersOf(self('MANAGER'))).toEqual(['leo', 'lin', 'lou']);
    const alone = self({ selfUpTo: yuan(200_000) });
    expect(holdersOf(alone)).toEqual(['leo', 'lea', 'lin']);
    expect(alone.does('lea', approve('t2')).task('t2').decidedBy).toBe('lea');
    expect(holdersOf(self({ selfUpTo: yuan(100_000) }))).toEqual(['leo', 'lin', 'lou']);
  });

  test('at the top of the tree finance decides', () => {
    const top = begun(variantOf([node('only', { approvers: [{ person: 'rex' }], selfApproval: 'MANAGER' })]), {
      starter: 'rex',
    });

    expect(holdersOf(top)).toEqual(['fay']);
  });
});

describe('nobody to ask', () => {
  const ghost = { approvers: [{ person: 'ghost' }] };
  const two = (empty: NonNullable<Parameters<typeof node>[1]>['empty']) =>
    begun(
      variantOf([
        node('none', { ...ghost, ...(empty ? { empty } : {}) }),
        node('money', { approvers: [{ role: 'finance' }] }),
      ]),
    );

  test('an admin, a named person, passing or rejecting', () => {
    expect(holdersOf(two(undefined))).toEqual(['ada']);
    expect(holdersOf(two({ named: 'lou' }))).toEqual(['lou']);
    expect(statuses(two('PASS'))).toEqual(['PASSED', 'CURRENT']);
    expect(two('REJECT').state.status).toBe('REJECTED');
  });

  test('passing is refused where the node limits an amount', () => {
    expect(() => variantOf([node('none', { ...ghost, when: large, empty: 'PASS' }), node('rest')])).toThrow(RangeError);
    expect(() => variantOf([node('none', { ...ghost, when: { any: [large] }, empty: 'PASS' }), node('rest')])).toThrow(
      RangeError,
    );
  });
});

describe('whoever has approved already', () => {
  const mia = { approvers: [{ person: 'mia' }] };
  const row = (dedup?: 'ADJACENT' | 'ANY_EARLIER', changes = {}) =>
    begun(
      variantOf(
        [node('a', mia), node('b', { approvers: [{ person: 'max' }] }), node('c', { ...mia, ...changes })],
        dedup ? { dedup } : {},
      ),
    )
      .does('mia', approve('t1'))
      .does('max', approve('t2'));

  test('is asked again unless the variant spares them', () => {
    expect(row().state.status).toBe('RUNNING');
    expect(row('ADJACENT').state.status).toBe('RUNNING');
    const spared = row('ANY_EARLIER');
    expect(spared.state.status).toBe('APPROVED');
    expect(spared.task('t3')).toMatchObject({ status: 'APPROVED', cause: 'dedup', decidedBy: 'system' });
    expect(lettersOf(spared)).not.toContain('approval.requested mia');
  });

  test('always signs where the node says so', () => {
    expect(holdersOf(row('ANY_EARLIER', { mustSign: true }))).toEqual(['mia']);
  });

  test('signs again after the document was sent back or replaced', () => {
    const adjacent = variantOf([node('a', mia), node('b', { approvers: [{ person: 'mia' }, { person: 'max' }] })], {
      dedup: 'ADJACENT',
    });
    const spared = begun(adjacent).does('mia', approve('t1'));
    expect(holdersOf(spared)).toEqual(['max']);
    const again = spared
      .does('max', { type: 'sendBack', taskId: 't3', to: 'starter', resubmission: 'JUMP', comment: 'No' })
      .does('sam', { type: 'resubmit' });
    expect(holdersOf(again)).toEqual(['mia', 'max']);
    const replaced = spared.does('sam', { type: 'replaceDocument', document: contract(2) });
    expect(holdersOf(replaced)).toEqual(['mia']);
  });
});

describe('an amendment', () => {
  const variant = variantOf([
    node('manager', { approvers: [{ person: 'mia' }] }),
    node('money', { approvers: [{ role: 'finance' }], when: large }),
    node('region', { approvers: [{ person: 'max' }], concerns: ['region'] }),
  ]);
  const amends = {
    approvalId: 'a0',
    documentHash: contract(1).sha256,
    amount: yuan(120_000),
    fields: { region: 'east' },
    passed: ['manager', 'money', 'region'],
  };

  test('asks only the nodes a change concerns, and those that answer for everything', () => {
    const text = begun(variant, { document: contract(2), fields: { region: 'east' }, amends }).does(
      'mia',
      approve('t1', 2),
    );
    expect(statuses(text)).toEqual(['PASSED', 'KEPT', 'KEPT']);
    expect(text.state.status).toBe('APPROVED');

    const dearer = begun(variant, {
      document: contract(2),
      amount: yuan(150_000),
      fields: { region: 'west' },
      amends,
    }).does('mia', approve('t1', 2));
    expect(holdersOf(dearer)).toEqual(['fay']);
    expect(holdersOf(dearer.does('fay', approve('t2', 2)))).toEqual(['max']);
  });

  test('a variant that could let one through unread is refused', () => {
    const base = {
      id: 'approval.try',
      kind: 'approval',
      title: titles,
      priority: 1,
      appliesTo: () => true,
      urgeEvery: '4 hours',
      withdraw: 'anyTime',
    } as const;
    expect(() => defineApproval({ ...base, nodes: [node('only', { concerns: ['region'] })] })).toThrow(RangeError);
  });
});
