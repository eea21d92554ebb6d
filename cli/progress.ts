/** Where progress is written: a terminal, or plain lines when it is a file or a pipe. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Runs a task and shows that it is at work once it has taken longer than two seconds; passes on how it ends. */
export type WithProgress = <T>(label: string, task: () => Promise<T>) => Promise<T>;

const QUIET_MS = 2_000;
const TERMINAL_EVERY_MS = 150;
const PLAIN_EVERY_MS = 15_000;
const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const clearLine = '\r\u001b[K';

/** In a terminal, one line that counts the seconds of everything at work; elsewhere a plain line now and then. */
export function progressOn(output: Output): WithProgress {
  return output.isTTY ? terminalProgress(output) : plainProgress(output);
}

/** Progress on the standard output of this process. */
export const withProgress: WithProgress = progressOn(process.stdout);

function terminalProgress(output: Output): WithProgress {
  const active = new Set<{ label: string; started: number }>();
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;
  const show = () => {
    const slow = [...active].filter(({ started }) => Date.now() - started > QUIET_MS);
    if (slow.length === 0) return;
    const text = slow.map(({ label, started }) => `${label} ${secondsSince(started)} s`).join(' · ');
    frame = (frame + 1) % frames.length;
    output.write(`${clearLine}${`${frames[frame]} ${text}`.slice(0, (output.columns ?? 80) - 1)}`);
  };
  return async (label, task) => {
    const entry = { label, started: Date.now() };
    active.add(entry);
    timer ??= setInterval(show, TERMINAL_EVERY_MS).unref();
    try {
      return await task();
    } finally {
      active.delete(entry);
      if (frame > 0) output.write(clearLine);
      if (active.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    }
  };
}

function plainProgress(output: Output): WithProgress {
  return async (label, task) => {
    const started = Date.now();
    let timer = setTimeout(() => {
      const show = () => output.write(`${label} … ${secondsSince(started)} s\n`);
      show();
      timer = setInterval(show, PLAIN_EVERY_MS).unref();
    }, QUIET_MS).unref();
    try {
      return await task();
    } finally {
      clearTimeout(timer);
    }
  };
}

function secondsSince(started: number): number {
  return Math.floor((Date.now() - started) / 1_000);
}
