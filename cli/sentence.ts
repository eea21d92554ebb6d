/** Thrown for what a person can mend: its message is one clear sentence that says what to do, and is printed alone. */
export class Sentence extends Error {
  override readonly name = 'Sentence';
}

/** What to print for an error: a sentence alone, anything unforeseen with its stack. */
export function printable(error: unknown): string {
  if (error instanceof Sentence || (error instanceof Error && error.name === 'ConfigError')) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
