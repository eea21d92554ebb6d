import { approve, begun, company, holdersOf, lettersOf, node, variantOf, yuan } from '../../support/approval.ts';
import { actor, type Employee } from '../../support/organisation.ts';

const variant = variantOf([
  node('money', { approvers: [{ person: 'fay' }] }),
  node('last', { approvers: [{ person: 'rex' }] }),
]);
const changed = (id: string, changes: Partial<Employee>) =>
  company.map((one) => (one.id === id ? { ...one, ...changes } : one));
const away = changed('fay', { away: true, substitution: { substitute: 'lou' } });
const left = changed('fay', { left: true });
const told = { type: 'peopleChanged', users: ['fay'] } as const;
const system = actor('system');

describe('a substitute', () => {
  test('holds the task for the principal; either may decide, and both are on record', () => {
    const scene = begun(variant, {}, { organisation: away });
    expect(scene.waits[0]).toMatchObject({ holder: 'lou', principal: 'fay' });

    const bySubstitute = scene.does('lou', approve('t1'));
    expect(bySubstitute.events[0]).toMatchObject({ type: 'TaskDecided', by: 'lou', onBehalfOf: 'fay' });
    const byPrincipal = scene.does('fay', approve('t1'));
    expect(byPrincipal.events[0]).toMatchObject({ type: 'TaskDecided', by: 'fay', onBehalfOf: null });
    expect(holdersOf(byPrincipal)).toEqual(['rex']);
  });

  test('takes open tasks over when the absence begins, and gives them back when it ends', () => {
    const gone = begun(variant).does(system, told, { organisation: away });
    expect(gone.waits[0]).toMatchObject({ holder: 'lou', principal: 'fay', dueAt: begun(variant).waits[0]?.dueAt });
    expect(lettersOf(gone)).toEqual(['approval.transferred lou', 'approval.withdrawn fay']);
    expect(gone.does(system, told, { organisation: away }).events).toEqual([]);

    const back = gone.does(system, told, { organisation: company });
    expect(back.waits[0]).toMatchObject({ holder: 'fay' });
    expect(back.waits[0]?.principal).toBeUndefined();
    expect(lettersOf(back)).toEqual(['approval.transferred fay', 'approval.withdrawn lou']);
  });

  test('stands in for a manager and for one of a role; without one a manager is passed over', () => {
    const both = variantOf([
      node('manager', { approvers: [{ managerOfStarter: 1 }] }),
      node('legal', { approvers: [{ role: 'legal' }] }),
    ]);
    const organisation = company.map((one) => {
      if (one.id === 'mia') return { ...one, away: true, substitution: { substitute: 'lou' } };
      return one.id === 'lea' ? { ...one, away: true, substitution: { substitute: 'fay' } } : one;
    });
    const scene = begun(both, {}, { organisation });
    expect(scene.waits).toMatchObject([{ holder: 'lou', principal: 'mia' }]);
    expect(scene.does('lou', approve('t1')).waits).toMatchObject([
      { holder: 'leo' },
      { holder: 'fay', principal: 'lea' },
      { holder: 'lin' },
    ]);
    expect(holdersOf(begun(both, {}, { organisation: changed('mia', { away: true }) }))).toEqual(['max']);
  });

  test('takes over what comes back to somebody who has gone meanwhile', () => {
    const asked = begun(variant).does('fay', { type: 'delegate', taskId: 't1', to: 'lou' });
    const hash = asked.state.document.sha256;
    const answered = asked.does('lou', { type: 'approve', taskId: 't2', documentHash: hash }, { organisation: left });

    expect(answered.waits).toMatchObject([{ id: 't1', holder: 'rex' }]);
  });

  test('stands in only within the scope of the substitution, and is never the starter', () => {
    const limited = changed('fay', { away: true, substitution: { substitute: 'lou', limit: yuan(1_000) } });
    expect(begun(variant).does(system, told, { organisation: limited }).waits[0]?.holder).toBe('fay');
    const starter = changed('fay', { away: true, substitution: { substitute: 'sam' } });
    expect(begun(variant, {}, { organisation: starter }).waits[0]?.holder).not.toBe('sam');
  });
});

describe('somebody who has left', () => {
  test('keeps no task: it goes up the line, also one that waits for others', () => {
    expect(begun(variant).does(system, told, { organisation: left }).waits[0]?.holder).toBe('rex');

    const asked = begun(variant).does('fay', { type: 'delegate', taskId: 't1', to: 'lou' });
    const gone = asked.does(system, told, { organisation: left });
    expect(gone.waits).toMatchObject([{ id: 't1', action: 'approval.decide', holder: 'rex' }]);
  });

  test('is not asked for an opinion any more, and the decision returns to the owner', () => {
    const asked = begun(variant).does('fay', { type: 'delegate', taskId: 't1', to: 'lou' });
    const gone = asked.does(
      system,
      { type: 'peopleChanged', users: ['lou'] },
      { organisation: changed('lou', { left: true }) },
    );

    expect(gone.waits).toMatchObject([{ id: 't1', action: 'approval.decide', holder: 'fay' }]);
  });

  test('does not keep a document that was sent back', () => {
    const back = begun(variant).does('fay', {
      type: 'sendBack',
      taskId: 't1',
      to: 'starter',
      resubmission: 'REPLAY',
      comment: 'No',
    });
    const gone = back.does(
      system,
      { type: 'peopleChanged', users: ['sam'] },
      { organisation: changed('sam', { left: true }) },
    );

    expect(gone.waits).toMatchObject([{ action: 'approval.revise', holder: 'mia' }]);
    expect(gone.does('mia', { type: 'resubmit' }).state.status).toBe('RUNNING');
  });

  test('somebody merely away without a substitute keeps theirs', () => {
    const scene = begun(variant).does(system, told, { organisation: changed('fay', { away: true }) });

    expect(scene.waits[0]?.holder).toBe('fay');
    expect(scene.events).toEqual([]);
  });
});
