import { readAccounts, readProducts, readTeams } from '../../../cli/import/company-files.ts';
import type { DealFactory } from '../../../cli/import/deal-process.ts';
import { endedDeal } from '../../../cli/import/deal-process.ts';
import { type Deal, readDeals } from '../../../cli/import/deals-file.ts';
import { decideDeals } from '../../../cli/import/decide-deals.ts';
import { Corrections } from '../../../cli/import/names.ts';
import type { OpportunityInput } from '../../../domain/opportunity/model.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';
import { crmFiles, pipelineHeading, writeCrmFiles } from '../../support/crm-files.ts';

const now = shanghai('2026-09-07 10:00');

function read(pipeline: readonly string[], changes: Partial<ReturnType<typeof crmFiles>> = {}) {
  const text = [pipelineHeading, ...pipeline].join('\n');
  const folder = writeCrmFiles({ ...crmFiles(0, 0), ...changes, 'sales_pipeline.csv': text });
  const corrections = new Corrections();
  const accounts = readAccounts(folder, corrections);
  const products = readProducts(folder, 'USD');
  const teams = readTeams(folder);
  const names = { accounts: accounts.names, products: products.names, agents: teams.names };
  const deals = readDeals(folder, { ...names, currency: 'USD', today: '2026-09-07' }, corrections);
  return { accounts, products, teams, deals, corrections };
}

const factory: DealFactory = {
  ids: {
    customers: { idOf: new Map([['Borealis', 'cu-borealis']]), created: new Set() },
    products: { idOf: new Map([['GTX Pro', 'pr-gtx-pro']]), created: new Set() },
    people: {
      idOf: new Map([
        ['Ada Brook', 'ada-brook'],
        ['Ben Carter', 'ben-carter'],
      ]),
      created: new Set(),
    },
    emails: new Map(),
  },
  currency: 'USD',
  tenant: 'test',
  now,
  prices: new Map([['GTX Pro', 482_100]]),
  present: new Set(['ada-brook']),
  calendarOf: () => chinaCalendar,
  calendar: chinaCalendar,
};

const won: Deal = {
  line: 2,
  processId: 'OP-W1',
  agent: 'Ada Brook',
  product: 'GTX Pro',
  account: 'Borealis',
  stage: 'Won',
  engagedOn: '2016-10-20',
  closedOn: '2017-03-01',
  closeMinor: 451_400,
};

describe('reading', () => {
  test('a good row is read with its quirks', () => {
    const { deals, corrections } = read(['W1,Ada Brook,GTXPro,Borealis,Won,20-10-16,01-03-17,4514,Q4 2016,Q1 2017']);
    expect(deals.good).toEqual([won]);
    expect(corrections.all()).toContainEqual(['GTXPro as GTX Pro', 1]);
  });

  test.each([
    ['an unknown agent', 'X1,Nobody,GTX Pro,Borealis,Engaging,03-11-17,,,,', ['sales_agent']],
    ['an unknown product', 'X1,Ada Brook,Nothing,Borealis,Engaging,03-11-17,,,,', ['product']],
    ['an unknown account', 'X1,Ada Brook,GTX Pro,Nowhere,Engaging,03-11-17,,,,', ['account']],
    ['an unknown stage', 'X1,Ada Brook,GTX Pro,Borealis,Dreaming,03-11-17,,,,', ['deal_stage']],
    ['an impossible day', 'X1,Ada Brook,GTX Pro,Borealis,Engaging,31-02-17,,,,', ['engage_date']],
    ['a day to come', 'X1,Ada Brook,GTX Pro,Borealis,Engaging,08-09-26,,,,', ['engage_date']],
    ['no engage date', 'X1,Ada Brook,GTX Pro,Borealis,Engaging,,,,,', ['engage_date']],
    ['an end before the beginning', 'X1,Ada Brook,GTX Pro,Borealis,Lost,20-10-16,19-10-16,0,,', ['close_date']],
    ['an end without a day', 'X1,Ada Brook,GTX Pro,Borealis,Won,20-10-16,,5,,', ['close_date']],
    ['a won deal worth nothing', 'X1,Ada Brook,GTX Pro,Borealis,Won,20-10-16,01-03-17,0,,', ['close_value']],
    ['a won deal without a customer', 'X1,Ada Brook,GTX Pro,,Won,20-10-16,01-03-17,5,,', ['account']],
    ['an open deal with an end', 'X1,Ada Brook,GTX Pro,,Prospecting,,01-03-17,5,,', ['close_date', 'close_value']],
    [
      'several faults',
      'X 1,Nobody,GTX Pro,,Engaging,x,,y,,',
      ['opportunity_id', 'sales_agent', 'engage_date', 'close_value'],
    ],
    ['no id', ',Ada Brook,GTX Pro,,Prospecting,,,,,', ['opportunity_id']],
    ['no agent and no product', 'X1,,,,Prospecting,,,,,', ['sales_agent', 'product']],
  ])('%s makes a row bad, by column', (_, row, columns) => {
    const { deals } = read([row, 'OK1,Ada Brook,GTX Pro,,Prospecting,,,,,']);
    expect(deals.bad.map(({ row: line, column }) => [line, column])).toEqual(columns.map((column) => [2, column]));
    expect(deals.good.map(({ processId }) => processId)).toEqual(['OP-OK1']);
  });

  test('of two rows with one id the first is good', () => {
    const { deals } = read(['A,Ada Brook,GTX Pro,,Prospecting,,,,,', 'A,Ben Carter,GTX Pro,,Prospecting,,,,,']);
    expect(deals.good.map(({ agent }) => agent)).toEqual(['Ada Brook']);
    expect(deals.bad).toMatchObject([{ row: 3, column: 'opportunity_id', value: 'A' }]);
  });

  test('a bad row of one file makes the rows bad that refer to it', () => {
    const { products, deals } = read(['A,Ada Brook,GTX Pro,,Prospecting,,,,,'], {
      'products.csv': 'product,series,sales_price\nGTX Pro,GTX,a lot\nGTX Basic,GTX,550\nGTXBasic,GTX,551\n',
    });
    expect(products.bad.map(({ row, column }) => [row, column])).toEqual([
      [2, 'sales_price'],
      [4, 'product'],
    ]);
    expect(deals.bad).toMatchObject([{ row: 2, column: 'product', value: 'GTX Pro' }]);
  });

  test('somebody who sells and manages is one person; nobody is their own manager', () => {
    const { teams } = read([], {
      'sales_teams.csv':
        'sales_agent,manager,regional_office\nAda Brook,Ben Carter,East\nBen Carter,Dora Engel,East\nCho Dae,Cho Dae,West\n',
    });
    expect(teams.people).toEqual([
      { name: 'Ada Brook', manager: 'Ben Carter', region: 'East', roles: ['sales'] },
      { name: 'Ben Carter', manager: 'Dora Engel', region: 'East', roles: ['sales', 'manager'] },
      { name: 'Dora Engel', manager: null, region: 'East', roles: ['manager'] },
    ]);
    expect(teams.bad).toMatchObject([{ row: 4, column: 'manager' }]);
  });
});

describe('deciding', () => {
  test('a deal that has ended is a record with its own dates, made by its agent', () => {
    const record = endedDeal(won, factory);
    if ('code' in record) throw new Error(record.message);
    expect(record).toMatchObject({ processId: 'OP-W1', previousVersion: 0, waits: [], mails: [], nextAt: null });
    expect(record.summary).toMatchObject({
      status: 'closed',
      outcome: 'won',
      stage: 'won',
      owner: 'ada-brook',
      customer: { id: 'cu-borealis', name: 'Borealis' },
      amount: { minor: 451_400, currency: 'USD' },
    });
    expect(wallClock(record.summary.openedAt)).toBe('2016-10-20 09:00');
    expect(wallClock(record.summary.closedAt ?? 0)).toBe('2017-03-01 18:00');
    expect(
      record.events.map(({ seq, event, commandId, actor }) => [seq, event.type, event.by, commandId, actor.channel]),
    ).toEqual([
      [1, 'OpportunityOpened', 'ada-brook', 'import/W1', 'import'],
      [2, 'StageEntered', 'ada-brook', 'import/W1/end', 'import'],
      [3, 'OpportunityWon', 'ada-brook', 'import/W1/end', 'import'],
      [4, 'EndRecorded', 'ada-brook', 'import/W1/end', 'import'],
    ]);
  });

  test('a lost deal has its list price and an unknown reason; its agent may have left since', () => {
    const lost: Deal = { ...won, stage: 'Lost', agent: 'Ben Carter', closeMinor: 0, closedOn: '2016-10-20' };
    const record = endedDeal(lost, factory);
    if ('code' in record) throw new Error(record.message);
    expect(record.summary).toMatchObject({ outcome: 'lost', amount: { minor: 482_100 }, owner: 'ben-carter' });
    expect(record.snapshot).toMatchObject({ state: { lostReason: 'unknown' } });
    expect(record.summary.closedAt).toBeGreaterThan(record.summary.openedAt);
  });

  test('open deals become processes with spread follow-ups; what the rules refuse is a bad row', () => {
    const open: Deal = { ...won, processId: 'OP-O1', stage: 'Engaging', closedOn: null, closeMinor: null };
    const unengaged: Deal = {
      ...open,
      line: 3,
      processId: 'OP-O2',
      stage: 'Prospecting',
      engagedOn: null,
      account: null,
    };
    const orphan: Deal = { ...open, line: 4, processId: 'OP-O3', agent: 'Ben Carter' };
    const decided = decideDeals([open, won, unengaged, orphan], factory, 2);
    expect(decided.ended).toEqual([won]);
    expect(decided.refused).toMatchObject([{ row: 4, column: 'sales_agent', value: 'Ben Carter' }]);
    expect(decided.refused[0]?.reason).toContain('PERSON_UNAVAILABLE');
    const [first, second] = decided.open.map(({ input }) => input as OpportunityInput);
    expect(decided.open.map(({ id, commandId }) => [id, commandId])).toEqual([
      ['OP-O1', 'import/O1'],
      ['OP-O2', 'import/O2'],
    ]);
    expect(first).toMatchObject({ title: 'GTX Pro, Borealis', stage: 'engaging', amount: { minor: 482_100 } });
    expect(wallClock(first?.engagedAt ?? 0)).toBe('2016-10-20 09:00');
    expect(second).toMatchObject({ title: 'GTX Pro', stage: 'prospecting', customer: null, engagedAt: null });
    expect([first, second].map((input) => wallClock(input?.firstFollowUpAt ?? 0))).toEqual([
      '2026-09-08 14:00',
      '2026-09-09 14:00',
    ]);
  });
});
