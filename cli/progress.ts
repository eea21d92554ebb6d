/** Where progress is written: the terminal, or plain lines when the output is a file or a pipe. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const QUIET_MS = 2_000;
const TTY_EVERY_MS = 200;
const PLAIN_EVERY_MS = 15_000;
const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/**
 * Shows that a task is at work once it has taken longer than two seconds: a line that counts the seconds in a terminal,
 * a line now and then elsewhere. What the task returns or throws is passed on.
 */
export async function withProgress<T>(
  label: string,
  task: () => Promise<T>,
  output: Output = process.stdout,
): Promise<T> {
  const started = Date.now();
  const seconds = () => Math.floor((Date.now() - started) / 1_000);
  let shown = 0;
  const show = () => {
    if (output.isTTY) output.write(`\r\u001b[K${frames[shown % frames.length]} ${label} … ${seconds()} s`);
    else output.write(`${label} … ${seconds()} s\n`);
    shown += 1;
  };
  let timer = setTimeout(() => {
    show();
    timer = setInterval(show, output.isTTY ? TTY_EVERY_MS : PLAIN_EVERY_MS);
  }, QUIET_MS);
  try {
    return await task();
  } finally {
    clearTimeout(timer);
    if (shown > 0) output.write(output.isTTY ? '\r\u001b[K' : `${label}: ${seconds()} s\n`);
  }
}
