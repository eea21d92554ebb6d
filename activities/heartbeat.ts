import { Context } from '@temporalio/activity';

/** Well within the heartbeat timeouts, by which a worker that has died is noticed. */
const interval = 3_000;

/** An activity that says every few seconds that it is still at work. */
export function heartbeating<Request, Result>(activity: (request: Request) => Promise<Result>) {
  return async (request: Request): Promise<Result> => {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), interval);
    try {
      return await activity(request);
    } finally {
      clearInterval(beat);
    }
  };
}
