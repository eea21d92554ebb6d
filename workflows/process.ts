import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { realDelay } from '../domain/clock.ts';
import type { Rejection } from '../domain/errors.ts';
import type { AnyKind } from '../domain/process.ts';
import { Alarm } from './alarm.ts';
import { begunUpdate, commandUpdate, liveQuery, type ProcessWorkflowInput } from './messages.ts';
import { ProcessShell } from './shell.ts';

/** A tick that finds nothing to do is not repeated sooner than this, so that no defect in a rule can spin. */
const idleTick = 1_000;

/** An ended process that was started again for a command which it then refused ends again after this long. */
const commandWithin = '1 minute';

/**
 * The durable life of every kind of process. Commands, from people and from the timer, are decided by the pure rules;
 * what follows is recorded before the caller is answered; effects are then carried out in order. Ends when the process
 * has ended and nothing is left to do.
 */
export async function runProcess(kind: AnyKind, input: ProcessWorkflowInput): Promise<void> {
  const shell = new ProcessShell(kind, input);
  registerHandlers(shell);
  let due = false;
  const alarm = new Alarm(() => {
    due = true;
  });
  if (input.begin && !input.carried) void shell.open(input.begin);
  if (input.reopened) void sleep(commandWithin).then(() => shell.giveUpExpecting());

  for (;;) {
    if (shell.hasUnrecorded) await shell.flush();
    if (shell.refusedStart) throw refusal(shell.refusedStart);
    shell.watchHistory();
    shell.startEffects();
    const at = shell.nextAt();
    if (due) {
      due = false;
      const version = shell.instance.version;
      void shell.give(`tick/${version}/${shell.now()}`, { type: 'tick' });
      if (!shell.hasUnrecorded) alarm.set(at, idleTick);
    } else {
      alarm.set(at, at === undefined ? 0 : realDelay(input.clock, shell.now(), at));
    }
    const maySettle = (): boolean => (shell.finished || shell.readyToHandOver) && allHandlersFinished();
    if (shell.hasUnrecorded) continue;
    if (maySettle()) break;
    // The one wait of the loop, for something that is not so yet: a loop that never waits takes the whole worker down.
    await condition(() => due || shell.hasUnrecorded || shell.refusedStart !== undefined || maySettle());
  }
  if (shell.finished) return;
  await continueAsNew<(next: ProcessWorkflowInput) => Promise<void>>({
    ...input,
    begin: null,
    reopened: false,
    carried: shell.handOver(),
  });
}

function registerHandlers(shell: ProcessShell): void {
  setHandler(
    commandUpdate,
    async (envelope) => {
      await condition(() => shell.begun);
      const outcome = await shell.carryOut(envelope);
      if ('code' in outcome) throw refusal(outcome);
      return outcome;
    },
    {
      validator: (envelope) => {
        const objection = shell.objection(envelope);
        if (objection) throw refusal(objection);
      },
    },
  );
  setHandler(begunUpdate, async () => {
    await condition(() => shell.begun);
    return { processId: shell.instance.id, version: shell.version };
  });
  setHandler(liveQuery, () => shell.live());
}

/** A rejection as callers receive it: type is the code, the first detail the rejection itself. */
function refusal(rejection: Rejection): ApplicationFailure {
  const { code, message } = rejection;
  return ApplicationFailure.create({ type: code, message, details: [rejection], nonRetryable: true });
}
