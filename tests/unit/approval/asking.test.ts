import { approvalKind } from '../../../domain/approval/kind.ts';
import { begin, unborn } from '../../../domain/instance.ts';
import { money } from '../../../domain/money.ts';
import { queryKey } from '../../../domain/people.ts';
import { definitionOf } from '../../../domain/variant.ts';
import {
  approve,
  begun,
  company,
  contract,
  holdersOf,
  input,
  lettersOf,
  monday,
  node,
  refusedStart,
  tick,
  turnDown,
  variantOf,
  without,
  yuan,
} from '../../support/approval.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';

describe('beginning', () => {
  test('asks everybody with the role, says until when, and mails each of them once', () => {
    const scene = begun(variantOf([node('legal')]));

    expect(holdersOf(scene)).toEqual(['leo', 'lea', 'lin']);
    expect(lettersOf(scene)).toEqual(['approval.requested leo', 'approval.requested lea', 'approval.requested lin']);
    expect(scene.waits[0]).toEqual({
      id: 't1',
      on: 'person',
      action: 'approval.decide',
      holder: 'leo',
      openedAt: monday,
      dueAt: shanghai('2026-09-15 10:00'),
      next: null,
      subject: {
        number: 'C-102',
        title: 'Supply of pumps',
        customer: input.customer,
        amount: yuan(120_000),
        documentVersion: 1,
        capacity: 'legal',
      },
    });
    expect(scene.mails[0]).toMatchObject({
      key: 'a1/t1/requested/leo',
      onlyWhileOpen: true,
      details: {
        documentId: 'doc-1',
        documentHash: contract(1).sha256,
        documentVersion: 1,
        taskId: 't1',
        round: 1,
        node: 'legal',
        starter: 'sam',
      },
    });
  });

  test('is listed with its starter as owner and the node it stands at', () => {
    const { state } = begun(variantOf([node('legal')]), { dealId: 'deal-7' });

    expect(approvalKind.summarise(state)).toEqual({
      title: 'Supply of pumps',
      status: 'open',
      stage: 'legal',
      outcome: null,
      owner: 'sam',
      customer: input.customer,
      amount: yuan(120_000),
      dealId: 'deal-7',
      openedAt: monday,
      closedAt: null,
    });
  });

  test('counts a deadline in working days over National Day and the worked Saturday after it', () => {
    const scene = begun(variantOf([node('legal', { within: '2 workdays' })]), {}, { at: shanghai('2026-09-30 17:00') });

    expect(wallClock(scene.task('t1').dueAt ?? 0)).toBe('2026-10-09 17:00');
    const saturday = begun(variantOf([node('legal')]), {}, { at: shanghai('2026-10-09 17:00') });
    expect(wallClock(saturday.task('t1').dueAt ?? 0)).toBe('2026-10-10 17:00');
  });

  test('asks for one answer at a time until the directory holds all it needs', () => {
    const variant = variantOf([node('first', { approvers: [{ managerOfStarter: 1 }, { role: 'legal' }] })]);
    const born = unborn('a1', 'approval', { id: 'v', hash: 'h', definition: definitionOf(variant) }, chinaCalendar);
    const facts = { now: monday, actor: actor('sam'), directory: {} };

    expect(begin(approvalKind, born, input, facts)).toEqual({
      ok: 'needs',
      queries: [{ find: 'manager', of: 'sam', level: 1, awayToo: true }],
    });
    const mia = { id: 'mia', name: 'mia', roles: [] };
    const scope = { variant: definitionOf(variant).id, amount: input.amount };
    const acting = queryKey({ find: 'actingFor', id: 'mia', scope, except: ['sam'] });
    const directory = { 'manager:1:sam:awayToo': [mia], [acting]: [mia] };
    expect(begin(approvalKind, born, input, { ...facts, directory })).toEqual({
      ok: 'needs',
      queries: [{ find: 'role', role: 'legal', awayToo: true }],
    });
  });

  test('refuses a document without a proper hash', () => {
    const refusal = refusedStart(variantOf([node('legal')]), { document: { ...contract(1), sha256: 'ABC' } });

    expect(refusal).toMatchObject({ code: 'INVALID', field: 'document.sha256' });
  });

  test.each([yuan(500), money(10_00, 'USD')])('refuses an amount the variant does not cover', (amount) => {
    const small = variantOf([node('legal')], { covers: { field: 'amount', is: 'below', value: yuan(500) } });

    expect(refusedStart(small, { amount })).toMatchObject({ code: 'INVALID', field: 'amount' });
    expect(begun(small, { amount: yuan(499.99) }).waits).toHaveLength(3);
  });
});

describe('who is asked', () => {
  const ask = (approvers: Parameters<typeof node>[1], organisation = company) =>
    begun(variantOf([node('only', approvers)]), {}, { organisation });

  test('managers are counted from the starter up, and an absent one is passed over', () => {
    expect(holdersOf(ask({ approvers: [{ managerOfStarter: 2 }] }))).toEqual(['max']);
    expect(holdersOf(ask({ approvers: [{ managerOfStarter: 1 }] }, without('mia')))).toEqual(['max']);
  });

  test('a person named in person is asked in the capacity of the node', () => {
    const scene = ask({ approvers: [{ person: 'fay' }] });

    expect(scene.task('t1')).toMatchObject({ holder: 'fay', capacity: 'only' });
  });

  test('somebody named twice is asked once, in the first capacity', () => {
    const scene = ask({ approvers: [{ role: 'legal' }, { person: 'lea' }, { person: 'leo' }] });

    expect(holdersOf(scene)).toEqual(['leo', 'lea', 'lin']);
    expect(scene.task('t2').capacity).toBe('legal');
  });

  test('the starter is left out of their own document', () => {
    const scene = begun(variantOf([node('legal')]), { starter: 'lea' });

    expect(holdersOf(scene)).toEqual(['leo', 'lin']);
  });

  test('a starter who is the only one named is stood in for by their manager', () => {
    const scene = begun(variantOf([node('self', { approvers: [{ person: 'sam' }] })]));

    expect(holdersOf(scene)).toEqual(['mia']);
    expect(scene.task('t1').capacity).toBe('manager');
    expect(scene.events.at(-1)).toMatchObject({ type: 'NodeEntered', standIn: 'managerOfStarter' });
  });

  test('with no manager either, an admin is asked', () => {
    const scene = begun(variantOf([node('self', { approvers: [{ person: 'nobody' }] })]), { starter: 'rex' });

    expect(holdersOf(scene)).toEqual(['ada']);
    expect(scene.events.at(-1)).toMatchObject({ standIn: 'admin' });
  });

  test('with nobody at all it does not begin', () => {
    const variant = variantOf([node('self', { approvers: [{ person: 'nobody' }] })]);

    expect(refusedStart(variant, { starter: 'rex' }, { organisation: without('ada', 'fay') }).code).toBe('NO_APPROVER');
    expect(refusedStart(variant, { starter: 'ada' }, { organisation: without('fay') }).code).toBe('NO_APPROVER');
  });

  test('with nobody at all at a later node the starter keeps it, cannot decide, and has to find somebody', () => {
    const variant = variantOf([
      node('first', { approvers: [{ person: 'fay' }] }),
      node('second', {
        approvers: [{ person: 'nobody' }],
        timeout: [
          { after: '0 workdays', do: ['remind', 'autoApprove'] },
          { after: '1 workdays', do: ['autoApprove'] },
        ],
      }),
    ]);
    const stuck = begun(variant, { starter: 'rex' }, { organisation: without('ada') }).does('fay', approve('t1'), {
      organisation: without('ada', 'fay'),
    });

    expect(holdersOf(stuck)).toEqual(['rex']);
    expect(stuck.events).toContainEqual(expect.objectContaining({ type: 'NodeEntered', standIn: 'starter' }));
    expect(stuck.refuses('rex', approve('t2')).code).toBe('NOT_ALLOWED');
    expect(stuck.refuses('rex', turnDown('t2')).code).toBe('NOT_ALLOWED');

    const late = stuck.does(actor('system'), tick, { at: shanghai('2026-09-30 10:00') });
    expect(lettersOf(late)).toEqual(['approval.reminder rex']);
    expect(late.waits[0]?.next).toBeNull();

    const found = late.does('rex', { type: 'transfer', taskId: 't2', to: 'fay' }, { organisation: company });
    expect(found.does('fay', approve('t2')).state.status).toBe('APPROVED');
  });
});

describe('conditions', () => {
  const variant = variantOf([
    node('small', { when: { field: 'amount', is: 'below', value: yuan(1_000) } }),
    node('large', { when: { field: 'amount', is: 'atLeast', value: yuan(1_000) }, approvers: [{ role: 'finance' }] }),
    node('always', { approvers: [{ role: 'admin' }] }),
  ]);

  test.each([
    [yuan(999.99), 'small'],
    [yuan(1_000), 'large'],
  ])('an amount of %j stands at node %s', (amount, name) => {
    const scene = begun(variant, { amount });

    expect(scene.state.nodes.find(({ status }) => status === 'CURRENT')?.name).toBe(name);
  });

  test('a node whose condition does not hold is skipped with the inputs it was judged by', () => {
    const { events, state } = begun(variant, { amount: yuan(1_000) });
    const evaluation = {
      inputs: { amount: yuan(1_000) },
      condition: { field: 'amount', is: 'below', value: yuan(1_000) },
      verdict: 'unmet',
    };

    expect(events).toContainEqual(expect.objectContaining({ type: 'NodeSkipped', node: 'small', evaluation }));
    expect(state.nodes.map(({ status }) => status)).toEqual(['SKIPPED', 'CURRENT', 'COMING']);
    expect(state.nodes[0]?.evaluation).toEqual(evaluation);
  });

  test('an amount in another currency than the condition skips nobody', () => {
    const scene = begun(variant, { amount: money(5_00, 'EUR') });

    expect(scene.state.nodes[0]).toMatchObject({ status: 'CURRENT', evaluation: { verdict: 'unknown' } });
  });

  test('a node is judged when it is reached, and nodes after the last met one are skipped before the end', () => {
    const last = variantOf([
      node('legal'),
      node('huge', { when: { field: 'amount', is: 'atLeast', value: yuan(1_000_000) } }),
    ]);
    const scene = begun(last).does('leo', approve('t1')).does('lea', approve('t2'));
    expect(scene.state.nodes[1]?.status).toBe('COMING');

    const done = scene.does('lin', approve('t3'));
    expect(done.state.nodes.map(({ status }) => status)).toEqual(['PASSED', 'SKIPPED']);
    expect(done.state.status).toBe('APPROVED');
  });
});
