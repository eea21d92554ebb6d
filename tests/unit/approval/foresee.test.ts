import { AnswerNeeded } from '../../../domain/answer-needed.ts';
import type { ApprovalContext } from '../../../domain/approval/draft.ts';
import { foresee, foreseeBeginning } from '../../../domain/approval/foresee.ts';
import type { ApprovalInput, ApprovalState } from '../../../domain/approval/model.ts';
import type { ApprovalVariant } from '../../../domain/approval/variant.ts';
import type { Directory, PeopleQuery } from '../../../domain/people.ts';
import { definitionOf } from '../../../domain/variant.ts';
import { orderRelease } from '../../../domain/variants/approval-order-release.ts';
import { approve, begun, company, contract, input, monday, node, variantOf, yuan } from '../../support/approval.ts';
import { chinaCalendar } from '../../support/calendar.ts';
import { actor, answer } from '../../support/organisation.ts';

/** Asks a rule the way the API does: what it needs to know is looked up, and it is asked again. */
function asking<T>(variant: ApprovalVariant, rule: (context: ApprovalContext) => T): T {
  let directory: Directory = {};
  for (;;) {
    const context = {
      processId: 'a1',
      now: monday,
      actor: actor('sam'),
      variant: definitionOf(variant),
      calendar: chinaCalendar,
      directory,
    };
    try {
      return rule(context);
    } catch (error) {
      if (!(error instanceof AnswerNeeded)) throw error;
      directory = { ...directory, ...answer(company, [error.query as PeopleQuery]) };
    }
  }
}

function whole(variant: ApprovalVariant, changes: Partial<ApprovalInput> = {}): ApprovalState {
  return asking(variant, (context) => {
    const first = foreseeBeginning({ ...input, ...changes }, context);
    if ('ok' in first) throw new Error(first.code);
    return foresee(first, context);
  });
}

const way = (state: ApprovalState) =>
  state.nodes.map(({ name, status }) =>
    `${name} ${status} ${state.tasks
      .filter((task) => task.node === name)
      .map(({ holder }) => holder)
      .join(',')}`.trim(),
  );

test('the whole way is seen before anything begins: who would be asked, and what would be passed by', () => {
  expect(
    way(
      whole(orderRelease, { subject: 'order', amount: yuan(300_000), fields: { creditHold: false, paymentDays: 30 } }),
    ),
  ).toEqual(['manager PASSED mia', 'finance PASSED fay', 'credit SKIPPED', 'director SKIPPED']);
  expect(
    way(whole(orderRelease, { subject: 'order', amount: yuan(300), fields: { creditHold: true, paymentDays: 30 } })),
  ).toEqual(['manager PASSED mia', 'finance SKIPPED', 'credit PASSED fay', 'director PASSED max']);
});

test('what would keep it from beginning is said instead', () => {
  const small = variantOf([node('legal')], { covers: { field: 'amount', is: 'below', value: yuan(5) } });
  const refusal = asking(small, (context) => foreseeBeginning(input, context));

  expect(refusal).toMatchObject({ ok: false, code: 'INVALID' });
});

test('from the middle of the way, and from a document that was sent back, the rest is seen the same way', () => {
  const variant = variantOf(
    [
      node('manager', { approvers: [{ person: 'mia' }] }),
      node('legal'),
      node('last', { approvers: [{ person: 'mia' }] }),
    ],
    { dedup: 'ANY_EARLIER' },
  );
  const middle = begun(variant).does('mia', approve('t1'));
  const seen = asking(variant, (context) => foresee(middle.state, context));
  expect(seen.status).toBe('APPROVED');
  expect(seen.tasks.at(-1)).toMatchObject({ node: 'last', holder: 'mia', cause: 'dedup' });
  expect(middle.state.status).toBe('RUNNING');

  const back = middle.does('leo', {
    type: 'sendBack',
    taskId: 't2',
    to: 'starter',
    resubmission: 'JUMP',
    comment: 'No',
  });
  expect(asking(variant, (context) => foresee(back.state, context)).nodes[0]).toMatchObject({
    status: 'KEPT',
    documentHash: contract(1).sha256,
  });
});
