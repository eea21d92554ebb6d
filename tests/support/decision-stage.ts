import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import pino, { type Logger } from 'pino';
import { sendFreshLink } from '../../activities/mail/fresh-link.ts';
import { type OutboxDependencies, openMailTransport, sendOutboxMail } from '../../activities/mail/send.ts';
import { sendStepUpCode } from '../../activities/mail/step-up-code.ts';
import { decisionRoutes } from '../../api/decision/routes.ts';
import { openLocalStore } from '../../documents/local-store.ts';
import type { ApprovalInput } from '../../domain/approval/model.ts';
import { realTime } from '../../domain/clock.ts';
import { contractText } from '../../domain/contract/text.ts';
import type { DocumentRef } from '../../domain/deal.ts';
import { type Money, money } from '../../domain/money.ts';
import type { Role } from '../../domain/people.ts';
import { largeContract } from '../../domain/variants/approval-large-contract.ts';
import { freeze, sha256 } from '../../gateway/digest.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { partyOf } from '../../prisma/new-contract.ts';
import { chinaCalendar } from './calendar.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';
import { actor, type Organisation } from './organisation.ts';
import { gatewayTo, type Line, RecordedProcess } from './recorded-process.ts';

interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly manager?: string;
  readonly locale: 'zh-CN' | 'en';
}

/** A small company: 李娜 and Oliver sell, Wang Wei and Emma lead, two work in legal, one in finance. */
const colleagues: readonly Colleague[] = [
  { id: 'zhaomin', name: '赵敏', roles: ['manager'], locale: 'zh-CN' },
  { id: 'wangwei', name: '王伟', roles: ['manager'], manager: 'zhaomin', locale: 'zh-CN' },
  { id: 'emma', name: 'Emma Clark', roles: ['manager'], manager: 'zhaomin', locale: 'en' },
  { id: 'lina', name: '李娜', roles: ['sales'], manager: 'wangwei', locale: 'zh-CN' },
  { id: 'oliver', name: 'Oliver Grant', roles: ['sales'], manager: 'emma', locale: 'en' },
  { id: 'liufang', name: '刘芳', roles: ['legal'], manager: 'zhaomin', locale: 'zh-CN' },
  { id: 'huanglei', name: 'Huang Lei', roles: ['legal'], manager: 'zhaomin', locale: 'en' },
  { id: 'zhangqiang', name: '张强', roles: ['finance'], manager: 'zhaomin', locale: 'zh-CN' },
  { id: 'admin', name: 'Admin', roles: ['admin'], locale: 'en' },
];

export const organisation: Organisation = colleagues.map(({ id, roles, manager }) =>
  manager ? { id, roles, manager } : { id, roles },
);

export const addressOf = (id: string) => `${id}@fairway.test`;

/** Signs a colleague in. */
export function signedIn(id: string) {
  return actor(id, ...(colleagues.find((one) => one.id === id)?.roles ?? []));
}

/** Fills an empty database with the company, which asks for no codes unless a test says so. */
export async function seedColleagues(prisma: PrismaClient): Promise<void> {
  await prisma.calendar.create({
    data: {
      id: chinaCalendar.id,
      version: chinaCalendar.version,
      zone: chinaCalendar.zone,
      week: chinaCalendar.week.map((day) => day.map(([from, to]) => [from, to])),
      exceptions: { ...chinaCalendar.exceptions },
      knownUntil: new Date(chinaCalendar.knownUntil),
    },
  });
  await setStepUp(prisma, []);
  for (const { id, name, roles, manager, locale } of colleagues) {
    const managerId = manager ?? null;
    await prisma.user.create({ data: { id, name, roles: [...roles], managerId, locale, email: addressOf(id) } });
  }
}

/** Sets from which amounts on a decision by link takes a code. */
export async function setStepUp(prisma: PrismaClient, from: readonly Money[]): Promise<void> {
  const version = 1 + (await prisma.companySetting.count({ where: { key: 'stepUp' } }));
  const value = { from: from.map((limit) => ({ ...limit })) };
  await prisma.companySetting.create({
    data: { key: 'stepUp', version, value, changedBy: 'admin', changedAt: new Date() },
  });
}

/** A version of a contract with its exact text, kept like any other document. */
export async function storeContract(
  prisma: PrismaClient,
  number: string,
  version = 1,
): Promise<DocumentRef & { text: string }> {
  const text = contractText({
    number,
    version,
    title: 'Supply of pumps',
    parties: {
      own: partyOf({ name: 'Fairway Test', taxNumber: null }),
      customer: partyOf({ name: 'Hangzhou Pumps', taxNumber: null }),
    },
    amount: money(1_286_500_00, 'CNY'),
    term: { from: null, until: null, months: 12, autoRenew: false, noticeDays: 30 },
    terms: [{ label: 'On signature', percent: 100, dueDays: 30 }],
    amends: null,
  });
  const bytes = new TextEncoder().encode(text);
  const document = { id: `${number}-v${version}`, number, version, title: 'Supply of pumps', sha256: sha256(bytes) };
  await prisma.document.create({
    data: { ...document, mime: 'text/plain; charset=utf-8', bytes: new Uint8Array(bytes), createdBy: 'lina' },
  });
  return { ...document, text };
}

/** What it takes to begin the approval of a contract of more than a million. */
export async function largeApproval(prisma: PrismaClient, number: string, starter: string): Promise<ApprovalInput> {
  const { text: _text, ...document } = await storeContract(prisma, number);
  return {
    subject: 'contract',
    document,
    customer: { id: 'c1', name: 'Hangzhou Pumps' },
    amount: money(1_286_500_00, 'CNY'),
    fields: {},
    starter,
    origin: null,
    dealId: null,
    onApproved: null,
  };
}

/** The decision pages on a port of their own, with mail that really travels and approvals that are really recorded. */
export interface DecisionStage {
  readonly sink: MailSink;
  readonly mailing: OutboxDependencies;
  /** Everything that was logged. */
  readonly logged: string[];
  /** How the pages reach the processes. */
  line: Line;
  /** Opens the approval of a large contract; its starter's manager is asked first. */
  openApproval(starter: string): Promise<RecordedProcess>;
  /** Sends every mail a process has asked for and that has not been sent. */
  sendMails(process: RecordedProcess): Promise<void>;
  /** Address of the page that the latest mail to a colleague leads to. */
  linkTo(id: string): string;
  close(): Promise<void>;
}

/**
 * Opens a stage on a database that `seedColleagues` has filled. With a gateway of its own the pages reach the processes
 * behind that; else those the stage opens itself.
 */
export async function openDecisionStage(prisma: PrismaClient, gateway?: Gateway): Promise<DecisionStage> {
  const sink = await openMailSink();
  const logged: string[] = [];
  const log: Logger = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const common = { publicUrl, defaultLocale: 'zh-CN', calendarId: chinaCalendar.id } as const;
  const transport = openMailTransport(sink.url);
  const mailSettings = {
    ...common,
    from: 'Fairway <no-reply@fairway.test>',
    domain: 'fairway.test',
    timeZone: chinaCalendar.zone,
  };
  const mailing: OutboxDependencies = { prisma, clock: realTime, mail: transport, mailSettings, log };
  const processes: RecordedProcess[] = [];
  const stage: DecisionStage = {
    sink,
    mailing,
    logged,
    line: 'good',
    openApproval: async (starter) => {
      const code = `S${processes.length + 1}`;
      const process = await RecordedProcess.open(
        { prisma, organisation, now: Date.now },
        {
          id: `AP-${code}`,
          kind: 'approval',
          variant: freeze(largeContract),
          calendar: chinaCalendar,
          input: await largeApproval(prisma, `C-${code}`, starter),
          actor: signedIn(starter),
          commandId: `create/${code}`,
        },
      );
      processes.push(process);
      return process;
    },
    sendMails: async (process) => {
      for (const mail of process.mails) await sendOutboxMail(mailing, { processId: process.instance.id, mail });
    },
    linkTo: (id) => {
      const link = /http\S+\/d\/[\w-]+/.exec(sink.latestTo(addressOf(id)).text)?.[0];
      if (!link) throw new Error(`The latest mail to ${id} has no link`);
      return link;
    },
    close: async () => {
      transport.close();
      await closed(server);
      await sink.close();
    },
  };
  const settings = {
    ...common,
    limits: { windowMs: 60_000, inAll: 100_000, perAddress: 10_000, perToken: 40, renewals: 2 },
  };
  app.use(
    '/d',
    decisionRoutes({
      prisma,
      documents: openLocalStore(mkdtempSync(join(tmpdir(), 'fairway-documents-'))),
      gateway: gateway ?? gatewayTo(processes, () => stage.line),
      sendFreshLink: (request) => sendFreshLink(mailing, request),
      sendCode: (request) => sendStepUpCode(mailing, request),
      log,
      now: Date.now,
      settings,
    }),
  );
  return stage;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
