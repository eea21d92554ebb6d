import { type Instant, type LocalDate, localTime, type WorkingCalendar } from '../../domain/calendar.ts';
import { people } from '../../domain/people.ts';
import { companyCalendarId } from '../../prisma/calendar.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { companyFacts } from '../../prisma/company.ts';
import type { FreshProcess } from '../../workflows/messages.ts';
import { Sentence } from '../sentence.ts';
import type { BadRow } from './bad-rows.ts';
import {
  type Account,
  type Named,
  type PricedProduct,
  readAccounts,
  readProducts,
  readTeams,
  type TeamMember,
} from './company-files.ts';
import type { DealFactory } from './deal-process.ts';
import { type Deal, readDeals } from './deals-file.ts';
import { decideDeals } from './decide-deals.ts';
import { type CompanyIds, identify } from './identities.ts';
import { Corrections } from './names.ts';
import type { Checked } from './row-check.ts';

/** Where an import reads from and what it is to make of it. */
export interface ImportRequest {
  readonly from: string;
  readonly mailDomain: string;
  readonly currency: string;
  readonly spreadWorkdays: number;
  readonly tenant: string;
  readonly timeZone: string;
  /** In business time. */
  readonly now: Instant;
}

/** Everything an import will do, checked row by row before anything is changed. */
export interface ImportPlan {
  readonly accounts: Named<Account>;
  readonly products: Named<PricedProduct>;
  readonly teams: Named<TeamMember> & { readonly people: readonly TeamMember[] };
  readonly deals: Checked<Deal>;
  readonly ids: CompanyIds;
  /** Deals that are in the database already, whatever became of them since. */
  readonly present: number;
  /** Deals whose record is still to be written. */
  readonly ended: readonly Deal[];
  readonly open: readonly FreshProcess[];
  readonly bad: readonly BadRow[];
  /** Turns a deal into its process or record. */
  readonly factory: DealFactory;
  readonly corrections: Corrections;
}

/** Reads and checks the four files against each other, the rules and the database. Changes nothing. */
export async function planImport(prisma: PrismaClient, request: ImportRequest): Promise<ImportPlan> {
  const { from, mailDomain, currency, now, timeZone } = request;
  const calendar = await calendarAt(prisma, timeZone, now);
  const corrections = new Corrections();
  const accounts = readAccounts(from, corrections);
  const products = readProducts(from, currency);
  const teams = readTeams(from);
  const names = { accounts: accounts.names, products: products.names, agents: teams.names };
  const today = localTime(calendar, now).date;
  const deals = readDeals(from, { ...names, currency, today }, corrections);

  const files = { accounts: accounts.good, products: products.good, people: teams.people };
  const ids = await identify(prisma, files, mailDomain);
  const factory = await factoryFor(prisma, request, { calendar, ids, products: products.good, deals: deals.good });
  const present = await presentIn(prisma, deals.good);
  const fresh = deals.good.filter(({ processId }) => !present.has(processId));
  const { ended, open, refused } = decideDeals(fresh, factory, request.spreadWorkdays);
  const checkedDeals = withRefused(deals, refused);
  const bad = [accounts, products, teams, checkedDeals].flatMap((file) => file.bad);
  const company = { accounts, products, teams, ids };
  return { ...company, deals: checkedDeals, present: present.size, ended, open, bad, factory, corrections };
}

function withRefused(deals: Checked<Deal>, refused: readonly BadRow[]): Checked<Deal> {
  const lines = new Set(refused.map(({ row }) => row));
  return { ...deals, good: deals.good.filter(({ line }) => !lines.has(line)), bad: [...deals.bad, ...refused] };
}

async function calendarAt(prisma: PrismaClient, timeZone: string, at: Instant): Promise<WorkingCalendar> {
  const there = await prisma.calendar.count({ where: { id: companyCalendarId } });
  if (there === 0) {
    throw new Sentence(
      `The database has no working calendar "${companyCalendarId}", from which follow-ups are timed; npm start loads one with its demo data.`,
    );
  }
  return await companyFacts(prisma, timeZone).calendar(at);
}

async function factoryFor(
  prisma: PrismaClient,
  { currency, tenant, now, timeZone }: ImportRequest,
  found: { calendar: WorkingCalendar; ids: CompanyIds; products: readonly PricedProduct[]; deals: readonly Deal[] },
): Promise<DealFactory> {
  const { calendar, ids, products, deals } = found;
  const facts = companyFacts(prisma, timeZone);
  const years = new Set(deals.flatMap(({ engagedOn }) => (engagedOn === null ? [] : [engagedOn.slice(0, 4)])));
  const calendars = new Map(
    await Promise.all(
      [...years].map(async (year) => [year, await facts.calendar(Date.UTC(Number(year), 6, 1))] as const),
    ),
  );
  return {
    ids,
    currency,
    tenant,
    now,
    prices: new Map(products.map(({ name, priceMinor }) => [name, priceMinor])),
    present: await activeOf(facts, ids, now),
    calendarOf: (day: LocalDate) => calendars.get(day.slice(0, 4)) ?? calendar,
    calendar,
  };
}

/** Those of the people, by id, who will be active and present once the import has made those who are missing. */
async function activeOf(
  facts: ReturnType<typeof companyFacts>,
  { people: team }: CompanyIds,
  now: Instant,
): Promise<ReadonlySet<string>> {
  const created = [...team.created].flatMap((name) => team.idOf.get(name) ?? []);
  const known = [...team.idOf].flatMap(([name, id]) => (team.created.has(name) ? [] : [id]));
  const answers = await facts.answers(
    known.map((id) => ({ find: 'person', id })),
    now,
  );
  const active = known.filter((id) => people(answers, { find: 'person', id }).length > 0);
  return new Set([...created, ...active]);
}

const idsPerQuery = 5_000;

async function presentIn(prisma: PrismaClient, deals: readonly Deal[]): Promise<Set<string>> {
  const present = new Set<string>();
  for (let from = 0; from < deals.length; from += idsPerQuery) {
    const ids = deals.slice(from, from + idsPerQuery).map(({ processId }) => processId);
    for (const { id } of await prisma.process.findMany({ where: { id: { in: ids } }, select: { id: true } })) {
      present.add(id);
    }
  }
  return present;
}
