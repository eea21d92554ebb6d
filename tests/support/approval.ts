import type { ApprovalCommand } from '../../domain/approval/commands.ts';
import { defineApproval } from '../../domain/approval/define.ts';
import type { ApprovalEvent } from '../../domain/approval/events.ts';
import { approvalKind } from '../../domain/approval/kind.ts';
import type { ApprovalInput, ApprovalState, Task } from '../../domain/approval/model.ts';
import type { ApprovalNode, ApprovalVariant, FlowStep } from '../../domain/approval/variant.ts';
import type { Instant, WorkingCalendar } from '../../domain/calendar.ts';
import type { DocumentRef } from '../../domain/deal.ts';
import type { StampedEffect, StampedMail } from '../../domain/effects.ts';
import type { Rejection } from '../../domain/errors.ts';
import { type Envelope, type Handled, type Instance, unborn, waitsOf } from '../../domain/instance.ts';
import { money } from '../../domain/money.ts';
import type { Actor, EventBase } from '../../domain/process.ts';
import { definitionOf } from '../../domain/variant.ts';
import type { Wait } from '../../domain/wait.ts';
import { chinaCalendar, shanghai } from './calendar.ts';
import { actor, type Organisation, run, start } from './organisation.ts';

/** sam and sue sell for mia; above her are max and rex. Legal works for lou, finance for rex; ada is the admin. */
export const company: Organisation = [
  { id: 'sam', roles: ['sales'], manager: 'mia' },
  { id: 'sue', roles: ['sales'], manager: 'mia' },
  { id: 'mia', roles: ['manager'], manager: 'max' },
  { id: 'max', roles: ['manager'], manager: 'rex' },
  { id: 'rex', roles: ['manager'] },
  { id: 'leo', roles: ['legal'], manager: 'lou' },
  { id: 'lea', roles: ['legal'], manager: 'lou' },
  { id: 'lin', roles: ['legal'], manager: 'lou' },
  { id: 'lou', roles: ['manager'], manager: 'rex' },
  { id: 'fay', roles: ['finance'], manager: 'rex' },
  { id: 'ada', roles: ['admin'] },
];

/** The company with some people away. */
export function without(...away: string[]): Organisation {
  return company.map((employee) => (away.includes(employee.id) ? { ...employee, away: true } : employee));
}

export function contract(version: number): DocumentRef {
  const sha256 = String(version).repeat(64).slice(0, 64);
  return { id: `doc-${version}`, number: 'C-102', version, title: 'Supply of pumps', sha256 };
}

export const yuan = (amount: number) => money(amount * 100, 'CNY');

export const input: ApprovalInput = {
  subject: 'contract',
  document: contract(1),
  customer: { id: 'c1', name: 'Hangzhou Pumps' },
  amount: yuan(120_000),
  fields: {},
  starter: 'sam',
  origin: null,
  dealId: null,
  onApproved: null,
};

/** A node of legal with 1 workday, changed as a test needs it. */
export function node<const Name extends string>(
  name: Name,
  changes: Partial<Omit<ApprovalNode, 'name'>> = {},
): ApprovalNode<Name> {
  return {
    name,
    title: { 'zh-CN': name, en: name },
    mode: 'ALL',
    approvers: [{ role: 'legal' }],
    within: '1 workdays',
    timeout: [],
    ...changes,
  };
}

/** A variant of these nodes that may be withdrawn any time. */
export function variantOf(nodes: readonly FlowStep[], changes: Partial<ApprovalVariant> = {}): ApprovalVariant {
  return defineApproval({
    id: 'approval.test',
    kind: 'approval',
    title: { 'zh-CN': '测试', en: 'Test' },
    priority: 1,
    appliesTo: () => true,
    urgeEvery: '4 hours',
    withdraw: 'anyTime',
    nodes,
    ...changes,
  });
}

/** Monday morning, in a week without holidays. */
export const monday = shanghai('2026-09-14 10:00');

interface Setting {
  readonly at?: Instant;
  readonly organisation?: Organisation;
  readonly calendar?: WorkingCalendar;
}

/** An approval under test: what it has become, and everything that happened on the way. */
export interface Scene {
  readonly instance: Instance;
  readonly state: ApprovalState;
  readonly waits: readonly Wait[];
  readonly history: readonly EventBase[];
  /** What the last command led to. */
  readonly events: readonly ApprovalEvent[];
  readonly effects: readonly StampedEffect[];
  readonly mails: readonly StampedMail[];
  task(id: string): Task;
  /** Carries a command out; the test fails when it is refused. */
  does(by: string | Actor, command: Envelope['command'] | ApprovalCommand, setting?: Setting): Scene;
  /** Gives a command that has to be refused, and the refusal. */
  refuses(by: string | Actor, command: ApprovalCommand, setting?: Setting): Rejection;
}

function who(by: string | Actor): Actor {
  return typeof by === 'string' ? actor(by) : by;
}

function sceneOf(handled: Handled, history: readonly EventBase[], before: { at: Instant; organisation: Organisation }) {
  const { instance, effects } = handled;
  const state = instance.state as ApprovalState;
  const attempt = (by: string | Actor, command: Envelope['command'], setting: Setting = {}) => {
    const { at = before.at, organisation = before.organisation } = setting;
    const envelope = { commandId: `c${history.length}`, command, actor: who(by) };
    return { at, organisation, handling: run(approvalKind, instance, envelope, { now: at, organisation }) };
  };
  const scene: Scene = {
    instance,
    state,
    waits: waitsOf(approvalKind, instance),
    history,
    events: handled.events as readonly ApprovalEvent[],
    effects,
    mails: effects.flatMap((effect) => (effect.type === 'mail' ? [effect.mail] : [])),
    task(id) {
      const task = state.tasks.find((candidate) => candidate.id === id);
      if (!task) throw new Error(`There is no task ${id}`);
      return task;
    },
    does(by, command, setting) {
      const { handling, at, organisation } = attempt(by, command, setting);
      if (!handling.ok) throw new Error(`${command.type} was refused: ${handling.code} ${handling.message}`);
      return sceneOf(handling, [...history, ...handling.events], { at, organisation });
    },
    refuses(by, command, setting) {
      const { handling } = attempt(by, command, setting);
      if (handling.ok) throw new Error(`${command.type} was carried out`);
      return handling;
    },
  };
  return scene;
}

function beginning(variant: ApprovalVariant, changes: Partial<ApprovalInput>, setting: Setting) {
  const { at = monday, organisation = company, calendar = chinaCalendar } = setting;
  const born = unborn('a1', 'approval', { id: variant.id, hash: 'h', definition: definitionOf(variant) }, calendar);
  const whole = { ...input, ...changes };
  const handling = start(approvalKind, born, whole, actor(whole.starter), { now: at, organisation });
  return { at, organisation, handling };
}

/** An approval that has just begun; the test fails when it may not. */
export function begun(variant: ApprovalVariant, changes: Partial<ApprovalInput> = {}, setting: Setting = {}): Scene {
  const { handling, at, organisation } = beginning(variant, changes, setting);
  if (!handling.ok) throw new Error(`The approval may not begin: ${handling.code} ${handling.message}`);
  return sceneOf(handling, handling.events, { at, organisation });
}

/** The refusal of an approval that may not begin. */
export function refusedStart(
  variant: ApprovalVariant,
  changes: Partial<ApprovalInput> = {},
  setting: Setting = {},
): Rejection {
  const { handling } = beginning(variant, changes, setting);
  if (handling.ok) throw new Error('The approval began');
  return handling;
}

export function approve(taskId: string, version = 1): ApprovalCommand {
  return { type: 'approve', taskId, documentHash: contract(version).sha256 };
}

export function turnDown(taskId: string, comment = 'Too cheap'): ApprovalCommand {
  return { type: 'reject', taskId, documentHash: contract(1).sha256, comment };
}

export const tick = { type: 'tick' } as const;

/** Recipient and notice of each mail, for short. */
export function lettersOf({ mails }: Scene): string[] {
  return mails.map(({ notice, to }) => `${notice} ${'user' in to ? to.user : to.contact.email}`);
}

export function holdersOf({ waits }: Scene): string[] {
  return waits.map(({ holder }) => holder);
}
