import { Problem } from '../problem.ts';

const deepest = 40;

const halfCharacter = /\p{Surrogate}/u;

/** Whether a text can be stored: without NUL, and without half a character. */
export function isCleanText(text: string): boolean {
  return !text.includes('\0') && !halfCharacter.test(text);
}

/**
 * Refuses JSON that no field could ever hold: a text with NUL or with half of a surrogate pair, or nesting deeper than
 * anything the contracts know.
 */
export function requireCleanJson(value: unknown): void {
  const pending: { value: unknown; path: readonly string[] }[] = [{ value, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path } = next;
    if (typeof next.value === 'string' && !isCleanText(next.value)) throw unclean(path);
    if (next.value === null || typeof next.value !== 'object') continue;
    if (path.length >= deepest) throw new Problem('INVALID', `The body is nested deeper than ${deepest} levels`);
    for (const [key, nested] of Object.entries(next.value)) {
      if (!isCleanText(key)) throw unclean(path);
      pending.push({ value: nested, path: [...path, key] });
    }
  }
}

function unclean(path: readonly string[]): Problem {
  const message = 'A text holds a NUL or half of a character that cannot be stored';
  return new Problem('INVALID', message, { errors: [{ path: path.join('.'), code: 'INVALID_TEXT', message }] });
}
