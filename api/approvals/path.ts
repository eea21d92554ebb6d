import type { z } from 'zod';
import { AnswerNeeded } from '../../domain/answer-needed.ts';
import { foresee } from '../../domain/approval/foresee.ts';
import type { ApprovalState, NodeProgress, NodeStatus, Task } from '../../domain/approval/model.ts';
import type { ApprovalVariant } from '../../domain/approval/variant.ts';
import type { Directory } from '../../domain/people.ts';
import type { Actor } from '../../domain/process.ts';
import type { Question } from '../../domain/question.ts';
import type { Definition } from '../../domain/variant.ts';
import { NoRunningProcess, readLive } from '../../gateway/gateway.ts';
import { companyFacts } from '../../prisma/company.ts';
import type { ApprovalPath } from '../contracts/approval-path.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { whileInReach } from '../reach.ts';
import { iso, isoOrNull, type Names, namesOf } from '../rows.ts';

type PathNode = z.output<typeof ApprovalPath>['nodes'][number];

/** Asks a rule, looking up whatever it needs to know, as often as it takes. */
export async function askRule<T>(
  { prisma, config, now }: ApiDependencies,
  rule: (facts: { directory: Directory; now: number }) => T,
): Promise<T> {
  const at = now();
  const { answers } = companyFacts(prisma, config.timeZone);
  let directory: Directory = {};
  for (;;) {
    try {
      return rule({ directory, now: at });
    } catch (error) {
      if (!(error instanceof AnswerNeeded)) throw error;
      directory = { ...directory, ...(await answers([error.query as Question], at)) };
    }
  }
}

/** Where an approval stands: what is done, who is asked now and since when, and who would be asked next. */
export async function approvalPath(
  dependencies: ApiDependencies,
  actor: Actor,
  id: string,
): Promise<z.output<typeof ApprovalPath>> {
  const { present: state, expected } = await presentAndExpected(dependencies, actor, id);
  const { revision, ending } = state;
  const names = await namesOf(dependencies.prisma, [...peopleIn(state), ...peopleIn(expected)]);
  const person = (user: string) => ({ id: user, name: names(user) });
  return {
    id: state.id,
    status: state.status,
    round: state.round,
    revision: revision && {
      person: person(revision.holder),
      since: iso(revision.since),
      sentBackBy: person(revision.sent.by),
      comment: revision.sent.comment,
      resubmission: revision.sent.resubmission,
    },
    nodes: pathNodes(state, expected, names),
    cc: state.cc.map(person),
    ending: ending && { outcome: ending.outcome, at: iso(ending.at), by: person(ending.by), comment: ending.comment },
  };
}

/**
 * An approval as it stands and as it would end if everybody approved. What is to come is for the running workflow to
 * say, which knows the variant it began with; without one there is nothing to expect.
 */
async function presentAndExpected(
  dependencies: ApiDependencies,
  actor: Actor,
  id: string,
): Promise<{ present: ApprovalState; expected: ApprovalState }> {
  const { prisma, gateway } = dependencies;
  const { snapshot } = await prisma.process.findUniqueOrThrow({ where: { id }, select: { snapshot: true } });
  const recorded = (snapshot as unknown as { state: ApprovalState }).state;
  if (recorded.ending) return { present: recorded, expected: recorded };
  try {
    const { instance } = await whileInReach(gateway, readLive(gateway, id));
    const present = instance.state as ApprovalState;
    const variant = instance.variant.definition as Definition<ApprovalVariant>;
    const context = { processId: id, actor, variant, calendar: instance.calendar };
    const expected = await askRule(dependencies, (facts) => foresee(present, { ...context, ...facts }));
    return { present, expected };
  } catch (error) {
    if (error instanceof NoRunningProcess) return { present: recorded, expected: recorded };
    throw error;
  }
}

/** Everybody a path names. */
export function peopleIn({ tasks, cc, revision, ending }: ApprovalState): string[] {
  const asked = tasks.flatMap(({ holder, onBehalfOf, decidedBy, added }) => [holder, onBehalfOf, decidedBy, added?.by]);
  const others = [...cc, revision?.holder, revision?.sent.by, ending?.by];
  return [...new Set([...asked, ...others])].filter((id) => typeof id === 'string');
}

const shown = {
  COMING: 'coming',
  CURRENT: 'current',
  PASSED: 'done',
  SKIPPED: 'skipped',
  KEPT: 'kept',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
} as const satisfies Record<NodeStatus, PathNode['status']>;

/** The nodes of a way: as they are, and those to come as they are expected to be. */
export function pathNodes(present: ApprovalState | null, expected: ApprovalState, names: Names): PathNode[] {
  return expected.nodes.map((foreseen) => {
    const node = present?.nodes.find(({ name }) => name === foreseen.name);
    if (node && (node.status !== 'COMING' || present?.ending)) {
      const tasks = present?.tasks.filter((task) => task.node === node.name && task.visit === node.visit) ?? [];
      return nodeView(
        node,
        shown[node.status],
        tasks.map((task) => taskView(node.status === 'KEPT' ? standing(task) : task, names)),
      );
    }
    const status = expectedStatus[foreseen.status];
    const tasks = expected.tasks.filter((task) => task.node === foreseen.name && task.visit === foreseen.visit);
    const asked = status === 'coming' && foreseen.status === 'PASSED' ? tasks : [];
    return nodeView(
      { ...foreseen, enteredAt: null, leftAt: null },
      status,
      asked.map((task) => expectedTask(task, names)),
    );
  });
}

/** What is expected of a node to come, by what has become of it where everybody approves. */
const expectedStatus = {
  COMING: 'coming',
  CURRENT: 'coming',
  PASSED: 'coming',
  SKIPPED: 'expectedSkipped',
  KEPT: 'expectedKept',
  REJECTED: 'coming',
  CANCELLED: 'coming',
} as const satisfies Record<NodeStatus, PathNode['status']>;

function nodeView(node: NodeProgress, status: PathNode['status'], tasks: PathNode['tasks']): PathNode {
  const { name, title, mode, enteredAt, leftAt, evaluation, documentHash } = node;
  return {
    name,
    title,
    mode,
    status,
    enteredAt: isoOrNull(enteredAt),
    leftAt: isoOrNull(leftAt),
    evaluation: evaluation && { inputs: evaluation.inputs, verdict: evaluation.verdict },
    documentHash: status === 'done' || status === 'kept' ? documentHash : null,
    tasks,
  };
}

/** A decision that still stands at a node that is not asked again, though the round it was made in is over. */
function standing(task: Task): Task {
  return task.status === 'VOID' && task.decision === 'approved' ? { ...task, status: 'APPROVED' } : task;
}

function taskView(task: Task, names: Names): PathNode['tasks'][number] {
  const person = (id: string) => ({ id, name: names(id) });
  const personOrNull = (id: string | null) => (id === null ? null : person(id));
  const { id, holder, onBehalfOf, capacity, weight, added, status, cause, heldSince, dueAt, decidedAt, decidedBy } =
    task;
  return {
    id,
    person: person(holder),
    onBehalfOf: personOrNull(onBehalfOf),
    capacity,
    weight,
    kind: added?.kind ?? 'node',
    addedBy: personOrNull(added?.by ?? null),
    status,
    cause,
    since: isoOrNull(heldSince),
    dueAt: isoOrNull(dueAt),
    decidedAt: isoOrNull(decidedAt),
    decidedBy: personOrNull(decidedBy),
    comment: task.comment,
    urged: task.urged,
  };
}

/** Somebody who would be asked; only whether they would be spared is known of the outcome. */
function expectedTask(task: Task, names: Names): PathNode['tasks'][number] {
  const nothing = { since: null, dueAt: null, decidedAt: null, decidedBy: null, comment: null };
  const cause = task.cause === 'dedup' ? task.cause : null;
  return { ...taskView(task, names), ...nothing, id: null, status: 'EXPECTED', cause };
}
