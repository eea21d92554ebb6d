import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RobotChannel } from '../../domain/notices/matrix.ts';
import type { Audience } from '../../domain/notices/plan.ts';
import { faultInUrl } from '../../outbound/address.ts';
import { speak } from '../../outbound/robots/speak.ts';
import type { Robot } from '../../prisma/generated/client.ts';
import { Id } from '../contracts/common.ts';
import { NewRobot, RobotChanges, RobotList, RobotTest, RobotView } from '../contracts/robots.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { iso } from '../rows.ts';

const tag = 'Notices';
const roles = ['admin'] as const;
const mostRobots = 200;
const params = z.strictObject({ id: Id });

/** Robots in group chats of WeCom, DingTalk and Feishu, which tell a group what its people are told. */
export function robotRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, config, outbound, now } = dependencies;

  async function find(id: string): Promise<Robot> {
    const robot = await prisma.robot.findUnique({ where: { id } });
    if (!robot) throw new Problem('NOT_FOUND', `There is no robot ${id}`);
    return robot;
  }

  async function check({
    url,
    audience,
  }: {
    url?: string | undefined;
    audience?: Audience | undefined;
  }): Promise<void> {
    const fault = url === undefined ? undefined : faultInUrl(url, config.outboundPrivate);
    if (fault) throw fieldProblem('URL_NOT_ALLOWED', 'url', fault);
    if (audience?.of !== 'team') return;
    const manager = await prisma.user.findUnique({ where: { id: audience.manager }, select: { id: true } });
    if (!manager) throw fieldProblem('UNKNOWN_REFERENCE', 'audience.manager', `There is no person ${audience.manager}`);
  }

  return [
    endpoint({
      method: 'get',
      path: '/robots',
      tag,
      summary: 'List group robots',
      description: 'All robots, without their addresses and secrets.',
      roles,
      answers: { 200: { description: 'The robots.', schema: RobotList } },
      handle: async () => {
        const rows = await prisma.robot.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: mostRobots });
        return ok({ items: rows.map(view) });
      },
    }),
    endpoint({
      method: 'post',
      path: '/robots',
      tag,
      summary: 'Add a group robot',
      description: 'Its group hears the notices of its audience from then on, where the matrix lets them through.',
      roles,
      body: NewRobot,
      answers: { 201: { description: 'The robot.', schema: RobotView } },
      problems: ['URL_NOT_ALLOWED', 'UNKNOWN_REFERENCE', 'TAKEN'],
      handle: async ({ body, caller }) => {
        await check(body);
        if ((await prisma.robot.count()) >= mostRobots) {
          throw new Problem('TAKEN', `There are ${mostRobots} robots at most; remove one first`);
        }
        const id = randomUUID();
        const data = { ...body, id, createdBy: caller.id, createdAt: new Date(now()) };
        return created(`/robots/${id}`, view(await prisma.robot.create({ data })));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/robots/{id}',
      tag,
      summary: 'Change a group robot',
      description: 'What is left out stays. One that was switched off by itself is switched on by `active`.',
      roles,
      params,
      body: RobotChanges,
      answers: { 200: { description: 'The robot.', schema: RobotView } },
      problems: ['URL_NOT_ALLOWED', 'UNKNOWN_REFERENCE'],
      handle: async ({ params: { id }, body }) => {
        await find(id);
        await check(body);
        const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        const data = { ...changes, ...(body.active ? { pausedFor: null } : {}) };
        return ok(view(await prisma.robot.update({ where: { id }, data })));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/robots/{id}',
      tag,
      summary: 'Remove a group robot',
      description: 'Its group hears nothing more; what still waited for it is dropped.',
      roles,
      params,
      answers: { 204: { description: 'It is gone.' } },
      handle: async ({ params: { id } }) => {
        await find(id);
        await prisma.robot.delete({ where: { id } });
        return noContent;
      },
    }),
    endpoint({
      method: 'post',
      path: '/robots/{id}/test',
      tag,
      summary: 'Let a group robot say something',
      description: 'Sends a test message at once and answers what the platform made of it.',
      roles,
      params,
      answers: { 200: { description: 'Whether the platform took it.', schema: RobotTest } },
      handle: async ({ params: { id }, caller }) => {
        const robot = await find(id);
        const verdict = await speak(
          outbound,
          { ...robot, channel: robot.channel as RobotChannel },
          {
            title: 'Fairway',
            paragraphs: [`测试消息，由${caller.name}发送。`, `A test message, sent by ${caller.name}.`],
            link: { label: 'Fairway', url: config.publicUrl },
          },
        );
        return ok({ took: verdict.took, why: verdict.took ? null : verdict.why });
      },
    }),
  ];
}

function view({ id, channel, name, url, secret, audience, active, pausedFor, createdAt }: Robot) {
  return {
    id,
    channel: channel as RobotChannel,
    name,
    host: new URL(url).hostname,
    signed: secret !== null,
    audience: audience as unknown as Audience,
    active,
    pausedFor,
    createdAt: iso(createdAt),
  };
}
