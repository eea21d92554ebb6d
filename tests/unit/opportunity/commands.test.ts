import { summaryOf } from '../../../domain/instance.ts';
import { opportunityKind } from '../../../domain/opportunity/kind.ts';
import type { OpportunityVariant } from '../../../domain/opportunity/model.ts';
import { enterpriseOpportunity } from '../../../domain/variants/opportunity-enterprise.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';
import { Deal, monday } from '../../support/opportunity.ts';
import { actor } from '../../support/organisation.ts';

function openDeal(changes = {}, variant?: OpportunityVariant): Deal {
  const deal = new Deal(variant);
  expect(deal.open(changes)).toMatchObject({ ok: true });
  return deal;
}

function atStage(...stages: string[]): Deal {
  const deal = openDeal();
  for (const to of stages) expect(deal.give({ type: 'moveStage', to })).toMatchObject({ ok: true });
  return deal;
}

describe('opening a deal', () => {
  test('it waits for its owner to plan what comes next, due after the stage allows', () => {
    const [wait, ...others] = openDeal().waits();
    expect(others).toEqual([]);
    expect(wait).toMatchObject({
      holder: 'lina',
      action: 'opportunity.planNextAction',
      on: 'person',
      openedAt: monday,
    });
    expect(wallClock(wait?.dueAt ?? 0)).toBe('2026-09-14 10:00');
    expect(wait?.next).toMatchObject({ what: 'remind', who: { user: 'lina' }, at: wait?.dueAt });
  });

  test('a planned next action gives the wait its exact instant', () => {
    const at = shanghai('2026-09-09 15:30');
    const [wait] = openDeal({ nextAction: { what: 'Visit the site', at } }).waits();
    expect(wait).toMatchObject({ action: 'opportunity.followUp', dueAt: at, next: { at, what: 'remind' } });
  });

  test.each([
    ['a blank title', { title: '  ' }, 'INVALID', 'title'],
    ['a negative amount', { amount: { minor: -1, currency: 'CNY' } }, 'INVALID', 'amount.minor'],
    ['a day that does not exist', { expectedClose: '2026-13-01' }, 'INVALID', 'expectedClose'],
    ['a next action in the past', { nextAction: { what: 'Call', at: monday - 1 } }, 'INVALID', 'nextAction.at'],
    ['a next action without words', { nextAction: { what: ' ', at: monday + 1 } }, 'INVALID', 'nextAction.what'],
    ['an unknown stage', { stage: 'dreaming' }, 'UNKNOWN_STAGE', 'stage'],
    ['an end stage', { stage: 'won' }, 'UNKNOWN_STAGE', 'stage'],
    ['a stage that needs more', { stage: 'proposing', customer: null }, 'FIELDS_MISSING', 'customer'],
    ['an owner who is not there', { owner: 'ghost' }, 'PERSON_UNAVAILABLE', 'owner'],
  ])('%s is refused', (_what, changes, code, field) => {
    const deal = new Deal();
    expect(deal.open(changes)).toMatchObject({ ok: false, code, field });
    expect(deal.instance.version).toBe(0);
  });
});

describe('moving through the pipeline', () => {
  test('an allowed move enters the stage and restarts the clock', () => {
    const deal = openDeal();
    deal.now = shanghai('2026-09-08 11:00');
    expect(deal.give({ type: 'moveStage', to: 'engaging' })).toMatchObject({
      events: ['StageEntered', 'FollowUpScheduled'],
    });
    expect(deal.state).toMatchObject({ stage: 'engaging', probability: 30 });
    expect(deal.state.path.map(({ stage }) => stage)).toEqual(['prospecting', 'engaging']);
    expect(wallClock(deal.waits()[0]?.dueAt ?? 0)).toBe('2026-09-15 11:00');
  });

  test('a move the pipeline does not know is refused and says what is allowed', () => {
    expect(openDeal().give({ type: 'moveStage', to: 'negotiating' })).toMatchObject({
      code: 'MOVE_NOT_ALLOWED',
      facts: { allowed: ['engaging', 'lost'] },
    });
    expect(openDeal().give({ type: 'moveStage', to: 'nowhere' })).toMatchObject({ code: 'UNKNOWN_STAGE' });
  });

  test('a stage asks for its fields, and the same command may bring them', () => {
    const deal = openDeal({ customer: null, amount: null });
    deal.give({ type: 'moveStage', to: 'engaging' });
    expect(deal.give({ type: 'moveStage', to: 'proposing' })).toMatchObject({
      code: 'FIELDS_MISSING',
      facts: { missing: ['customer', 'amount'] },
    });
    const changes = { customer: { id: 'cu2', name: 'Jiangnan Foods' }, amount: { minor: 100, currency: 'CNY' } };
    expect(deal.give({ type: 'moveStage', to: 'proposing', changes })).toMatchObject({ ok: true });
    expect(deal.state.deal).toMatchObject(changes);
  });

  test('what a stage asked for cannot be taken away again', () => {
    const deal = atStage('engaging', 'proposing');
    expect(deal.give({ type: 'edit', changes: { amount: null } })).toMatchObject({ code: 'FIELDS_MISSING' });
  });

  test('a lost deal needs a reason of the list, and "other" a note', () => {
    const deal = openDeal();
    expect(deal.give({ type: 'moveStage', to: 'lost' })).toMatchObject({
      code: 'REASON_REQUIRED',
      field: 'lostReason',
    });
    expect(deal.give({ type: 'moveStage', to: 'lost', lostReason: 'boredom' })).toMatchObject({
      code: 'REASON_REQUIRED',
    });
    expect(deal.give({ type: 'moveStage', to: 'lost', lostReason: 'other' })).toMatchObject({ field: 'lostNote' });
    expect(deal.give({ type: 'moveStage', to: 'lost', lostReason: 'price' })).toMatchObject({ ok: true });
    expect(summaryOf(opportunityKind, deal.instance)).toMatchObject({
      status: 'closed',
      outcome: 'lost',
      closedAt: monday,
    });
    expect(deal.waits()).toEqual([]);
    expect(deal.give({ type: 'logFollowUp', note: 'Too late', via: 'call' })).toMatchObject({ code: 'CLOSED' });
  });

  test('the enterprise pipeline has stages of its own', () => {
    const deal = openDeal({}, enterpriseOpportunity as OpportunityVariant);
    deal.give({ type: 'moveStage', to: 'engaging' });
    expect(deal.give({ type: 'moveStage', to: 'designing' })).toMatchObject({ ok: true });
  });
});

describe('who may do what', () => {
  test('another salesperson may not touch the deal, a manager may', () => {
    const deal = openDeal();
    const command = { type: 'logFollowUp', note: 'Called', via: 'call' };
    expect(deal.give(command, actor('chenjie', 'sales'))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(deal.give(command, actor('wangwei', 'manager'))).toMatchObject({ ok: true });
  });

  test('a new owner takes the wait over, with its clock untouched, and is told', () => {
    const deal = openDeal();
    const [before] = deal.waits();
    expect(deal.give({ type: 'changeOwner', to: 'chenjie' })).toMatchObject({ events: ['OwnerChanged'] });
    expect(deal.waits()[0]).toMatchObject({ id: before?.id, holder: 'chenjie', dueAt: before?.dueAt });
    expect(deal.effects).toMatchObject([
      { type: 'mail', mail: { notice: 'opportunity.assigned', to: { user: 'chenjie' } } },
    ]);
    expect(deal.give({ type: 'changeOwner', to: 'ghost' }, actor('ops', 'sales-ops'))).toMatchObject({
      code: 'PERSON_UNAVAILABLE',
    });
  });

  test('only an import records an end that lies in the past', () => {
    const deal = openDeal();
    expect(deal.give({ type: 'recordEnd', outcome: 'won' })).toMatchObject({ code: 'NOT_ALLOWED' });
    const importer = { ...actor('root', 'admin'), channel: 'import' as const };
    expect(deal.give({ type: 'recordEnd', outcome: 'won' }, importer)).toMatchObject({ ok: true });
    expect(summaryOf(opportunityKind, deal.instance)).toMatchObject({ status: 'closed', outcome: 'won', stage: 'won' });
    expect(deal.effects).toEqual([]);
  });
});

describe('following up', () => {
  test('a logged follow-up with a next action moves the wait to it', () => {
    const deal = openDeal();
    const [before] = deal.waits();
    const at = shanghai('2026-09-10 14:00');
    const command = { type: 'logFollowUp', note: 'Sent the offer', via: 'mail', nextAction: { what: 'Call back', at } };
    expect(deal.give(command)).toMatchObject({ events: ['FollowUpLogged', 'FollowUpScheduled'] });
    const [after] = deal.waits();
    expect(after).toMatchObject({ action: 'opportunity.followUp', dueAt: at });
    expect(after?.id).not.toBe(before?.id);
    expect(deal.give({ type: 'logFollowUp', note: '  ', via: 'call' })).toMatchObject({
      code: 'INVALID',
      field: 'note',
    });
  });

  test('the owner is reminded at the instant, then the manager hears, each once', () => {
    const deal = openDeal({ nextAction: { what: 'Call', at: shanghai('2026-09-30 17:00') } });
    expect(deal.tick(shanghai('2026-09-30 16:59'))).toMatchObject({ events: [] });
    expect(deal.tick(shanghai('2026-09-30 17:00'))).toMatchObject({ events: ['FollowUpRungReached'] });
    expect(deal.effects).toMatchObject([{ mail: { notice: 'opportunity.followUpDue', to: { user: 'lina' } } }]);
    expect(deal.tick(shanghai('2026-09-30 17:01'))).toMatchObject({ events: [] });
    // National Day: two working days later is 9 October.
    expect(wallClock(deal.waits()[0]?.next?.at ?? 0)).toBe('2026-10-09 17:00');
    expect(deal.tick(shanghai('2026-10-09 17:00'))).toMatchObject({ events: ['FollowUpRungReached'] });
    expect(deal.effects).toMatchObject([
      { mail: { notice: 'opportunity.followUpEscalated', to: { user: 'wangwei' } } },
    ]);
    expect(deal.waits()[0]).toMatchObject({ holder: 'lina', next: null });
  });

  test('after an outage only the highest step is acted on', () => {
    const deal = openDeal({ nextAction: { what: 'Call', at: shanghai('2026-09-08 10:00') } });
    deal.tick(shanghai('2026-09-25 10:00'));
    expect(deal.effects).toMatchObject([{ mail: { notice: 'opportunity.followUpEscalated' } }]);
    expect(deal.tick(shanghai('2026-09-26 10:00'))).toMatchObject({ events: [] });
  });

  test('reminders go to whoever is present', () => {
    const deal = openDeal({ nextAction: { what: 'Call', at: shanghai('2026-09-08 10:00') } });
    const away = (...ids: string[]) => deal.organisation.map((e) => (ids.includes(e.id) ? { ...e, away: true } : e));
    deal.organisation = away('lina', 'wangwei');
    deal.tick(shanghai('2026-09-08 10:00'));
    expect(deal.effects).toMatchObject([{ mail: { notice: 'opportunity.followUpDue', to: { user: 'zhao' } } }]);
    deal.organisation = away('lina', 'wangwei', 'zhao');
    deal.tick(shanghai('2026-09-10 10:00'));
    expect(deal.effects).toMatchObject([{ mail: { to: { user: 'ops' } } }]);
  });

  test('a changed calendar moves the deadlines that lie ahead', () => {
    const deal = openDeal({ nextAction: { what: 'Call', at: shanghai('2026-09-08 10:00') } });
    const calendar = { ...deal.instance.calendar, version: 2, exceptions: { '2026-09-09': 'holiday' } };
    expect(deal.give({ type: 'replaceCalendar', calendar }, actor('system'))).toMatchObject({
      events: ['CalendarReplaced', 'DeadlinesMoved'],
    });
    expect(deal.state.ladder.rungs.map(({ at }) => wallClock(at))).toEqual(['2026-09-08 10:00', '2026-09-11 10:00']);
  });
});

describe('a won deal', () => {
  const contractId = 'CT-TEST';
  const ended = (outcome: string, id = contractId) => ({
    type: 'contractEnded',
    contractId: id,
    outcome,
    endedBy: 'legal1',
    comment: 'Clause 4',
  });

  function won(): Deal {
    const deal = atStage('engaging', 'proposing');
    expect(deal.give({ type: 'moveStage', to: 'won' })).toMatchObject({
      events: ['StageEntered', 'OpportunityWon', 'ContractSubmitted'],
    });
    return deal;
  }

  test('begins its contract, which goes to approval at once', () => {
    const deal = won();
    expect(deal.effects).toMatchObject([
      {
        type: 'launch',
        kind: 'contract',
        processId: contractId,
        input: { owner: 'lina', submit: true, origin: 'OP-TEST', dealId: 'OP-TEST', planId: null },
      },
    ]);
    expect(deal.waits()).toMatchObject([{ action: 'contract.await', on: 'system', holder: 'lina' }]);
  });

  test('stays as it is while the contract is read', () => {
    const deal = won();
    expect(deal.give({ type: 'edit', changes: { title: 'Other' } })).toMatchObject({ code: 'ILLEGAL_NOW' });
    expect(deal.give({ type: 'submitContract' })).toMatchObject({ code: 'ILLEGAL_NOW' });
    expect(deal.give({ type: 'planNextAction', nextAction: { what: 'x', at: monday + 1 } })).toMatchObject({
      code: 'ILLEGAL_NOW',
    });
  });

  test('ends when the contract is approved; news from elsewhere changes nothing', () => {
    const deal = won();
    expect(deal.give(ended('approved'), actor('lina', 'sales'))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(deal.give(ended('approved', 'CT-OTHER'), actor('system'))).toMatchObject({ events: [] });
    expect(deal.give(ended('approved'), actor('system'))).toMatchObject({ events: ['ContractEnded'] });
    expect(summaryOf(opportunityKind, deal.instance)).toMatchObject({ status: 'closed', outcome: 'won' });
  });

  test('waits for its owner to begin another contract when the one it has is void', () => {
    const deal = won();
    expect(deal.give(ended('void'), actor('system'))).toMatchObject({ events: ['ContractEnded'] });
    expect(deal.waits()).toMatchObject([{ action: 'contract.revise', on: 'person', holder: 'lina' }]);
    expect(deal.effects).toMatchObject([{ mail: { notice: 'contract.ended', to: { user: 'lina' } } }]);
    const terms = [{ label: 'All', percent: 90, dueDays: 5 }];
    expect(deal.give({ type: 'submitContract', terms })).toMatchObject({ code: 'INVALID', field: 'terms' });
    expect(deal.give({ type: 'submitContract' })).toMatchObject({ events: ['ContractSubmitted'] });
    expect(deal.effects).toMatchObject([{ kind: 'contract', processId: 'CT-TEST-2' }]);
  });

  test('a contract that takes too long reminds the owner, then the manager', () => {
    const deal = won();
    deal.tick(deal.waits()[0]?.dueAt ?? 0);
    expect(deal.effects).toMatchObject([{ mail: { notice: 'opportunity.followUpDue', to: { user: 'lina' } } }]);
    deal.tick(deal.waits()[0]?.next?.at ?? 0);
    expect(deal.effects).toMatchObject([
      { mail: { notice: 'opportunity.followUpEscalated', to: { user: 'wangwei' } } },
    ]);
  });
});
