import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * The one timer of a process. Setting it to the instant it already has does nothing, so that commands which move no
 * deadline leave no timer events in the history.
 */
export class Alarm {
  private at: number | undefined;
  private scope: CancellationScope | undefined;
  private readonly ring: () => void;

  /** `ring` is called when the instant has come. */
  constructor(ring: () => void) {
    this.ring = ring;
  }

  /** Moves the alarm to ring `delay` real milliseconds from now for business instant `at`; undefined switches it off. */
  set(at: number | undefined, delay: number): void {
    if (at === this.at) return;
    this.scope?.cancel();
    this.at = at;
    this.scope = at === undefined ? undefined : this.start(at, delay);
  }

  private start(at: number, delay: number): CancellationScope {
    const scope = new CancellationScope();
    scope
      .run(async () => {
        await sleep(delay);
        if (this.at === at) {
          this.at = undefined;
          this.ring();
        }
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
    return scope;
  }
}
