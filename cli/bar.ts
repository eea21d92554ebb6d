import { SingleBar } from 'cli-progress';

const plainLineEvery = 5_000;

/** Shows how far a task has come: a bar in a terminal, elsewhere a line now and then. */
export async function withBar<T>(label: string, total: number, task: (advance: () => void) => Promise<T>): Promise<T> {
  const terminal = process.stdout.isTTY;
  const bar = new SingleBar({
    stream: process.stdout,
    format: terminal
      ? `${label.padEnd(26)} {bar} {value}/{total}, {eta_formatted} left`
      : `${label}: {value} of {total} after {duration} s`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    noTTYOutput: true,
    notTTYSchedule: plainLineEvery,
    // Otherwise the first Ctrl-C would end the bar alone.
    gracefulExit: false,
  });
  bar.start(total, 0);
  try {
    return await task(() => bar.increment());
  } finally {
    bar.stop();
  }
}
