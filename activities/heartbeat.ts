import { Context } from '@temporalio/activity';

/** Well within the shell's heartbeat timeout, by which a worker that has died is noticed. */
const interval = 3_000;

/** An activity that says every few seconds that it is still at work. */
export function heartbeating<Request>(activity: (request: Request) => Promise<void>) {
  return async (request: Request): Promise<void> => {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), interval);
    try {
      await activity(request);
    } finally {
      clearInterval(beat);
    }
  };
}
