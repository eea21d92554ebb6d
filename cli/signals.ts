import { ancestor, isRunning } from './process-identity.ts';
import type { Environment } from './tools.ts';

/** npm passes on the Ctrl-C that the terminal has already sent: two within this time are one. */
const SAME_KEYPRESS_MS = 2_000;
const NPM_CHECK_MS = 1_000;

const reasons = {
  SIGINT: 'Ctrl-C.',
  SIGTERM: 'Asked to stop.',
  SIGHUP: 'The terminal was closed.',
} as const;

/** The wish that this process ends, from wherever it comes. */
export interface Interruption {
  /** Resolves with a short reason. */
  readonly happened: Promise<string>;
  /** Fires at the same moment, for what can be cut off. */
  readonly signal: AbortSignal;
  /** From now on everything is being stopped anyway. */
  stopWaiting(): void;
}

/**
 * Listens for Ctrl-C, a polite request to end, and a closed terminal; under npm also for npm's own death, since npm is
 * what the person sees and ends. A second Ctrl-C while everything is being stopped calls `hurry`.
 */
export function interruption(env: Environment, hurry: () => void): Interruption {
  const controller = new AbortController();
  let resolveHappened: (reason: string) => void = () => undefined;
  const happened = new Promise<string>((resolve) => {
    resolveHappened = resolve;
  });
  let first: number | undefined;
  const interrupt = (reason: string) => {
    if (first === undefined) {
      first = Date.now();
      controller.abort(new Error(reason));
      resolveHappened(reason);
    } else if (Date.now() - first > SAME_KEYPRESS_MS) {
      hurry();
    }
  };
  for (const [name, reason] of Object.entries(reasons)) process.on(name, () => interrupt(reason));
  const npm = env.npm_lifecycle_event === undefined ? undefined : ancestor(/\bnpm\b/);
  const watchNpm = setInterval(() => {
    if (npm !== undefined && !isRunning(npm)) interrupt('npm was ended.');
  }, NPM_CHECK_MS);
  watchNpm.unref();
  // A terminal that is gone must not turn the last words into an error.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    happened,
    signal: controller.signal,
    stopWaiting() {
      first ??= Date.now();
      clearInterval(watchNpm);
      controller.abort(new Error('Stopping.'));
    },
  };
}
