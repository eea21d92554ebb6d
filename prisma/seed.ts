import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Document, HeadingLevel, Packer, Paragraph } from 'docx';
import { hashPassword } from '../api/auth/password.ts';
import { recordVersion } from '../api/documents/file-version.ts';
import { candidatesFor } from '../api/receipts/candidates.ts';
import { receiptIdFor } from '../api/receipts/open.ts';
import { type Config, loadConfig } from '../config.ts';
import { mimeTypes } from '../documents/file-type.ts';
import { openDocumentStore } from '../documents/open-store.ts';
import { receiveFile } from '../documents/receive.ts';
import type { DocumentStore } from '../documents/store.ts';
import type { ApprovalState } from '../domain/approval/model.ts';
import { addDays, localTime } from '../domain/calendar.ts';
import { toBusinessTime } from '../domain/clock.ts';
import type { ContractFile, ContractState } from '../domain/contract/model.ts';
import { signedCopyNumber } from '../domain/contract/signing.ts';
import type { Kind } from '../domain/effects.ts';
import { discountRate, orderAmounts } from '../domain/order/pricing.ts';
import type { Actor } from '../domain/process.ts';
import { type AnyVariant, chooseVariant } from '../domain/variants/index.ts';
import { type Gateway, NoRunningProcess, readLive, sendCommand } from '../gateway/gateway.ts';
import { openProcess } from '../gateway/open.ts';
import { processIdFor } from '../workflows/messages.ts';
import { companyCalendarId } from './calendar.ts';
import { ordinaryWeek, publishedChinaDays } from './china-days.ts';
import { openDatabase, type PrismaClient } from './client.ts';
import { companyFacts } from './company.ts';
import { demoCustomers, demoDepartments, demoPassword, demoPeople, demoProducts } from './demo-company.ts';
import { demoContracts } from './demo-contracts.ts';
import { demoInvoice, demoPaidPlan, demoReceipts } from './demo-money.ts';
import { demoOrders } from './demo-orders.ts';
import { demoDeals, demoPlans } from './demo-processes.ts';
import { makeContract, partyOf } from './new-contract.ts';

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
      week: ordinaryWeek.map((hours) => hours.map((span) => [...span])),
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

  for (const { code, input, commands = [] } of demoPlans(today)) {
    const { total: amount, customer } = input;
    const facts = { amount, customerId: customer.id };
    const id = await open('paymentPlan', code, chooseVariant('paymentPlan', facts), input);
    for (const [index, command] of commands.entries()) {
      const commandId = `seed/${code}/${index}`;
      await sendCommand(gateway, id, { commandId, command: { ...command }, actor: actorFor(input.owner) });
    }
  }
  for (const { code, input: inputAt, moves } of demoDeals) {
    const input = inputAt(now(), today);
    const id = await open('opportunity', code, chooseVariant('opportunity', input), input);
    for (const to of moves) {
      const command = { type: 'moveStage', to };
      await sendCommand(gateway, id, { commandId: `seed/${code}/${to}`, command, actor: actorFor(input.owner) });
    }
  }
  for (const { code, input, steps } of demoOrders(today)) {
    const amounts = orderAmounts(input.lines, input);
    const about = { amount: amounts.gross, discount: discountRate(amounts, input), speed: input.speed };
    const id = await open('order', code, chooseVariant('order', about), input);
    for (const [index, { by, command }] of steps.entries()) {
      const commandId = `seed/${code}/${index + 1}`;
      await sendCommand(gateway, id, { commandId, command: { ...command }, actor: actorFor(by) });
    }
  }
}

interface ContractSeeding {
  readonly gateway: Gateway;
  readonly prisma: PrismaClient;
  readonly documents: DocumentStore;
  readonly config: Config;
}

/** Contracts with Word documents for their texts, handed in, approved and signed by the people of the demo. */
async function seedContracts({ gateway, prisma, documents, config }: ContractSeeding): Promise<void> {
  const { timeZone } = config;
  const facts = companyFacts(prisma, timeZone);
  const now = () => toBusinessTime(gateway.clock, Date.now());
  const today = localTime(await facts.calendar(now()), now()).date;
  const company = partyOf(config.company);

  for (const { code, request: requestOn, versions, signedDaysAgo } of demoContracts) {
    const processId = processIdFor('contract', code);
    if (await prisma.process.findUnique({ where: { id: processId }, select: { id: true } })) continue;
    const request = requestOn(today);
    const variant = chooseVariant('contract', request);
    if (!variant) throw new Error(`No variant covers ${processId}`);
    const making = { processId, request, variant, company, now: now(), zone: timeZone, withText: false };
    const input = await makeContract(prisma, making);
    const actor = actorFor(request.owner);
    const begin = { id: processId, kind: 'contract', variant, input, actor, commandId: `seed/${code}` } as const;
    await openProcess(gateway, facts, begin);
    const give = async (step: string, command: { type: string; [field: string]: unknown }) => {
      await sendCommand(gateway, processId, { commandId: `seed/${code}/${step}`, command, actor });
    };
    const keep = async (number: string, name: string, bytes: Buffer): Promise<ContractFile> => {
      const received = await receiveFile(Readable.from([bytes]), documents.incoming);
      await documents.keep(received);
      const { sha256, size } = received;
      const upload = { fields: {}, fileName: `${name}.docx`, mime: mimeTypes.docx, size, sha256, remarks: [] };
      return await recordVersion(prisma, actor, { number, title: request.title, processId }, upload, name);
    };
    let last: Buffer = Buffer.alloc(0);
    for (const [index, { note, paragraphs }] of versions.entries()) {
      last = await wordDocument(paragraphs);
      const file = await keep(input.number, `${request.title}-v${index + 1}`, last);
      await give(`v${index + 1}`, { type: 'addVersion', file, note });
    }
    await give('submit', { type: 'submit' });
    if (signedDaysAgo === null) continue;
    await approveAll(gateway, processIdFor('approval', `${code}-1`));
    await untilPhase(gateway, processId, 'approved');
    const file = await keep(signedCopyNumber(input.number), `${request.title}-signed`, last);
    await give('signed', { type: 'fileSignedCopy', file, signedOn: addDays(today, -signedDaysAgo) });
  }
}

async function wordDocument([title = '', ...clauses]: readonly string[]): Promise<Buffer> {
  const children = [
    new Paragraph({ text: title, heading: HeadingLevel.TITLE }),
    ...clauses.map((text) => new Paragraph({ text, spacing: { before: 200 } })),
  ];
  return await Packer.toBuffer(new Document({ sections: [{ children }] }));
}

const attempts = 150;

/** Approves as whoever is asked, until nobody is any more. The approval is launched a moment after it was asked for. */
async function approveAll(gateway: Gateway, approvalId: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const live = await stateOf<ApprovalState>(gateway, approvalId);
    const task = live?.state.tasks.find(({ status }) => status === 'ACTIVE');
    if (live?.state.ending) return;
    if (!live || !task) await sleep(200);
    else {
      const command = { type: 'approve', taskId: task.id, documentHash: live.state.document.sha256 };
      const commandId = `seed/${approvalId}/${task.id}`;
      await sendCommand(gateway, approvalId, { commandId, command, actor: actorFor(task.holder) });
    }
  }
  throw new Error(`${approvalId} has not been approved`);
}

async function untilPhase(gateway: Gateway, contractId: string, phase: ContractState['phase']): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if ((await stateOf<ContractState>(gateway, contractId))?.state.phase === phase) return;
    await sleep(200);
  }
  throw new Error(`${contractId} is not ${phase}`);
}

async function stateOf<State>(gateway: Gateway, id: string): Promise<{ state: State } | undefined> {
  try {
    const { instance } = await readLive(gateway, id);
    return instance.state === undefined ? undefined : { state: instance.state as State };
  } catch (error) {
    if (error instanceof NoRunningProcess) return undefined;
    throw error;
  }
}

/** Money of the demo: a contract that is being paid, receipts in different places, and an invoice to be issued. */
async function seedMoney(gateway: Gateway, prisma: PrismaClient, timeZone: string): Promise<void> {
  const facts = companyFacts(prisma, timeZone);
  const now = toBusinessTime(gateway.clock, Date.now());
  const today = localTime(await facts.calendar(now), now).date;
  const opening = async (id: string, kind: Kind, variant: AnyVariant | undefined, input: unknown, by: string) => {
    if (!variant) throw new Error(`No variant covers ${id}`);
    await openProcess(gateway, facts, { id, kind, variant, input, actor: actorFor(by), commandId: `seed/${id}` });
  };

  const { code, input: plan } = demoPaidPlan(today);
  const planFacts = { amount: plan.total, customerId: plan.customer.id };
  await opening(
    processIdFor('paymentPlan', code),
    'paymentPlan',
    chooseVariant('paymentPlan', planFacts),
    plan,
    'lina',
  );

  for (const receipt of demoReceipts(today)) {
    const { bankReference, amount, receivedOn, payer } = receipt;
    const heldBy = receiptIdFor(bankReference);
    const stored = { amountMinor: BigInt(amount.minor), currency: amount.currency, receivedOn: new Date(receivedOn) };
    const claim = { bankReference, heldBy, ...stored, payer, recordedBy: 'zhangqiang' };
    await prisma.receipt.upsert({ where: { bankReference }, update: {}, create: claim });
    const input = { ...receipt, candidates: await candidatesFor(prisma, receipt) };
    await opening(heldBy, 'receipt', chooseVariant('receipt', receipt), input, 'zhangqiang');
  }

  const invoice = demoInvoice();
  const id = processIdFor('invoice', invoice.code);
  const { scope, amounts, form } = invoice.input;
  const { minor, currency } = amounts.gross;
  const claim = { id, reference: scope.reference, grossMinor: BigInt(minor), currency, claimedAt: new Date(now) };
  await prisma.invoiceClaim.upsert({ where: { id }, update: {}, create: claim });
  const variant = chooseVariant('invoice', { form, amount: amounts.gross });
  await opening(id, 'invoice', variant, invoice.input, 'lina');
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
    const gateway = { client, taskQueue: config.temporal.taskQueue, tenant, clock };
    await seedProcesses(gateway, prisma, timeZone);
    await seedContracts({ gateway, prisma, documents: openDocumentStore(config.documents), config });
    await seedMoney(gateway, prisma, timeZone);
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
