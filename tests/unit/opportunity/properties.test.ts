import fc from 'fast-check';
import { evolveInstance, isClosed, summaryOf, waitsOf } from '../../../domain/instance.ts';
import { opportunityKind } from '../../../domain/opportunity/kind.ts';
import type { EventBase } from '../../../domain/process.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { Deal, monday } from '../../support/opportunity.ts';
import { actor, run } from '../../support/organisation.ts';

const hour = 3_600_000;
const stage = fc.constantFrom('prospecting', 'engaging', 'proposing', 'negotiating', 'won', 'lost', 'nowhere');
const nextAction = fc.record({ what: fc.constantFrom('Call', 'Visit', ''), at: fc.integer({ min: -50, max: 500 }) });

/** What somebody, or the clock, may throw at a deal; instants are hours from now. */
const step = fc.oneof(
  fc.record({ type: fc.constant('moveStage'), to: stage, lostReason: fc.option(fc.constantFrom('price', 'other')) }),
  fc.record({
    type: fc.constant('logFollowUp'),
    note: fc.constantFrom('Talked', ''),
    via: fc.constant('call'),
    nextAction: fc.option(nextAction),
  }),
  fc.record({ type: fc.constant('planNextAction'), nextAction }),
  fc.record({ type: fc.constant('changeOwner'), to: fc.constantFrom('lina', 'chenjie', 'ghost') }),
  fc.record({
    type: fc.constant('edit'),
    changes: fc.record({ amount: fc.option(fc.constant({ minor: 5, currency: 'CNY' })) }),
  }),
  fc.record({ type: fc.constant('submitContract') }),
  fc.record({
    type: fc.constant('contractEnded'),
    contractId: fc.constantFrom('CT-TEST', 'CT-TEST-2', 'CT-TEST-3'),
    outcome: fc.constantFrom('approved', 'void'),
    endedBy: fc.constant('legal'),
    comment: fc.constant(null),
  }),
  fc.record({ type: fc.constant('tick'), hours: fc.integer({ min: 1, max: 400 }) }),
);

function envelopeFor(command: { type: string }, now: number, id: string) {
  const bySystem = command.type === 'tick' || command.type === 'contractEnded';
  const planned = 'nextAction' in command ? (command.nextAction as { what: string; at: number } | null) : undefined;
  const moved = planned ? { ...command, nextAction: { ...planned, at: now + planned.at * hour } } : command;
  return { commandId: id, command: moved, actor: bySystem ? actor('system') : actor('root', 'admin') };
}

test('whatever happens, an open deal says whom it waits for, and its events tell its whole state', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const deal = new Deal();
      deal.open();
      const events: EventBase[] = [...deal.events];
      let instance = deal.instance;
      let now = monday;
      for (const [index, command] of steps.entries()) {
        if ('hours' in command) now += command.hours * hour;
        const before = instance;
        const handling = run(opportunityKind, instance, envelopeFor(command, now, `c${index}`), {
          now,
          organisation: deal.organisation,
        });
        if (!handling.ok) {
          expect(instance).toBe(before);
          continue;
        }
        instance = handling.instance;
        events.push(...handling.events);

        const waits = waitsOf(opportunityKind, instance);
        const closed = isClosed(opportunityKind, instance);
        expect(waits.length).toBe(closed ? 0 : 1);
        for (const wait of waits) expect(wait.holder).toMatch(/^(lina|chenjie)$/);
        expect(summaryOf(opportunityKind, instance).closedAt === null).toBe(!closed);
        if (command.type === 'tick') expect(nextInstant(waits) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
      }
      expect(instance.version).toBe(events.length);
      const told = JSON.parse(JSON.stringify(events)) as EventBase[];
      const replayed = told.reduce((state, event) => evolveInstance(opportunityKind, state, event), deal.unborn);
      expect(replayed).toEqual(instance);
    }),
    { numRuns: 300 },
  );
});
