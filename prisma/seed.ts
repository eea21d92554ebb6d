import { Client, Connection } from '@temporalio/client';
import { hashPassword } from '../api/auth/password.ts';
import { loadConfig } from '../config.ts';
import { localTime } from '../domain/calendar.ts';
import { toBusinessTime } from '../domain/clock.ts';
import type { Kind } from '../domain/effects.ts';
import type { Actor } from '../domain/process.ts';
import { type AnyVariant, chooseVariant } from '../domain/variants/index.ts';
import { type Gateway, sendCommand } from '../gateway/gateway.ts';
import { openProcess } from '../gateway/open.ts';
import { processIdFor } from '../workflows/messages.ts';
import { companyCalendarId } from './calendar.ts';
import { publishedChinaDays } from './china-days.ts';
import { openDatabase, type PrismaClient } from './client.ts';
import { companyFacts } from './company.ts';
import { demoCustomers, demoDepartments, demoPassword, demoPeople, demoProducts } from './demo-company.ts';
import { demoDeals, demoPlans } from './demo-processes.ts';

const workday = [
  [9 * 60, 12 * 60],
  [13 * 60, 18 * 60],
];

/** Keeps what people have changed since: rows that exist already are left alone. */
async function seedCompany(prisma: PrismaClient, timeZone: string, now: number): Promise<void> {
  const { exceptions, knownUntil } = publishedChinaDays(new Date(now).getUTCFullYear());
  await prisma.calendar.upsert({
    where: { id: companyCalendarId },
    update: {},
    create: {
      id: companyCalendarId,
      version: 1,
      zone: timeZone,
      week: [[], workday, workday, workday, workday, workday, []],
      exceptions,
      knownUntil: new Date(knownUntil),
    },
  });
  for (const { headId: _later, ...department } of demoDepartments) {
    await prisma.department.upsert({ where: { id: department.id }, update: {}, create: department });
  }
  const passwordHash = await hashPassword(demoPassword);
  for (const { roles, ...person } of demoPeople) {
    const email = `${person.id}@fairway.example`;
    const create = { ...person, roles: [...roles], email, passwordHash };
    await prisma.user.upsert({ where: { id: person.id }, update: {}, create });
  }
  for (const { id, headId } of demoDepartments) {
    await prisma.department.updateMany({ where: { id, headId: null }, data: { headId } });
  }
  for (const { contact, ...customer } of demoCustomers) {
    const [name, email, locale] = contact;
    const billing = { id: `${customer.id}-billing`, name, email, locale, billing: true };
    const create = { ...customer, contacts: { create: billing } };
    await prisma.customer.upsert({ where: { id: customer.id }, update: {}, create });
  }
  for (const product of demoProducts) {
    await prisma.product.upsert({ where: { id: product.id }, update: {}, create: { ...product, currency: 'CNY' } });
  }
}

function actorFor(id: string): Actor {
  return { id, roles: demoPeople.find((person) => person.id === id)?.roles ?? [], channel: 'api' };
}

/** Opens the demo's processes through the same gateway people's commands take. */
async function seedProcesses(gateway: Gateway, prisma: PrismaClient, timeZone: string): Promise<void> {
  const facts = companyFacts(prisma, timeZone);
  // Read anew for each deal: at demo pace hours go by while the others are opened.
  const now = () => toBusinessTime(gateway.clock, Date.now());
  const today = localTime(await facts.calendar(now()), now()).date;

  async function open(kind: Kind, code: string, variant: AnyVariant | undefined, input: { owner: string }) {
    const id = processIdFor(kind, code);
    if (!variant) throw new Error(`No variant covers ${id}`);
    const request = { id, kind, variant, input, actor: actorFor(input.owner), commandId: `seed/${code}` };
    await openProcess(gateway, facts, request);
    return id;
  }

  for (const { code, input } of demoPlans(today)) {
    const { total: amount, customer } = input;
    await open('paymentPlan', code, chooseVariant('paymentPlan', { amount, customerId: customer.id }), input);
  }
  for (const { code, input: inputAt, moves } of demoDeals) {
    const input = inputAt(now(), today);
    const id = await open('opportunity', code, chooseVariant('opportunity', input), input);
    for (const to of moves) {
      const command = { type: 'moveStage', to };
      await sendCommand(gateway, id, { commandId: `seed/${code}/${to}`, command, actor: actorFor(input.owner) });
    }
  }
}

/** Entry point: fills an empty system with the demo company. Doing it again changes nothing. */
async function main(): Promise<void> {
  const config = loadConfig();
  const prisma = openDatabase(config.databaseUrl);
  const connection = await Connection.connect(config.temporal.connection);
  try {
    const client = new Client({ connection, namespace: config.temporal.namespace });
    const { tenant, clock, timeZone } = config;
    await seedCompany(prisma, timeZone, toBusinessTime(clock, Date.now()));
    await seedProcesses({ client, taskQueue: config.temporal.taskQueue, tenant, clock }, prisma, timeZone);
  } finally {
    await connection.close();
    await prisma.$disconnect();
  }
  console.log(demoLogins());
}

/** Who can sign in, one line a person, as the summary of `npm start` shows it. */
function demoLogins(): string {
  const lines = demoPeople.map(
    ({ id, name, roles }) => `${`${id}@fairway.example`.padEnd(28)} ${name}, ${roles.join(', ')}`,
  );
  return [`password of all: ${demoPassword}`, ...lines].join('\n');
}

await main();
