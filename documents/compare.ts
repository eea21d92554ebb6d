import { createTwoFilesPatch, diffArrays, diffWords } from 'diff';

/** Words of a paragraph that stayed, went or came. */
export interface WordChange {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** A paragraph with its number, counted from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Two paragraphs side by side; a changed one says which of its words differ. */
export type Row =
  | { readonly kind: 'same'; readonly before: Line; readonly after: Line }
  | { readonly kind: 'removed'; readonly before: Line; readonly after: null }
  | { readonly kind: 'added'; readonly before: null; readonly after: Line }
  | { readonly kind: 'changed'; readonly before: Line; readonly after: Line; readonly words: readonly WordChange[] };

/** Two versions of a text, side by side. */
export interface TextComparison {
  readonly rows: readonly Row[];
  /** The same as people read it in a terminal or a mail: lines with `-` went, lines with `+` came. */
  readonly unified: string;
}

/** Of two paragraphs with less in common than this, one went and another came. */
const leastInCommon = 0.3;
const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Compares two texts paragraph by paragraph, and those that changed word by word; Chinese is split into words too. */
export function compareTexts(before: readonly string[], after: readonly string[]): TextComparison {
  const rows: Row[] = [];
  const at = { before: 0, after: 0 };
  let removed: string[] = [];
  for (const { value, added, removed: gone } of diffArrays([...before], [...after])) {
    if (gone) {
      removed = value;
      continue;
    }
    if (added) rows.push(...paired(removed, value, at));
    else {
      rows.push(...paired(removed, [], at));
      for (const text of value)
        rows.push({ kind: 'same', before: next(at, 'before', text), after: next(at, 'after', text) });
    }
    removed = [];
  }
  rows.push(...paired(removed, [], at));
  return {
    rows,
    unified: createTwoFilesPatch('before', 'after', joined(before), joined(after), '', '', { context: 3 }),
  };
}

type Counter = { before: number; after: number };

function next(at: Counter, side: keyof Counter, text: string): Line {
  at[side] += 1;
  return { number: at[side], text };
}

const joined = (paragraphs: readonly string[]) => paragraphs.map((paragraph) => `${paragraph}\n`).join('');

/** Paragraphs that went and those that came in their place: neighbours that resemble each other are one that changed. */
function paired(removed: readonly string[], added: readonly string[], at: Counter): Row[] {
  const rows: Row[] = [];
  const length = Math.max(removed.length, added.length);
  const came: Row[] = [];
  for (let index = 0; index < length; index += 1) {
    const [old, fresh] = [removed[index], added[index]];
    const changes = old !== undefined && fresh !== undefined ? wordChanges(old, fresh) : undefined;
    if (old !== undefined && fresh !== undefined && changes) {
      rows.push(...came.splice(0));
      rows.push({ kind: 'changed', before: next(at, 'before', old), after: next(at, 'after', fresh), words: changes });
      continue;
    }
    if (old !== undefined) rows.push({ kind: 'removed', before: next(at, 'before', old), after: null });
    if (fresh !== undefined) came.push({ kind: 'added', before: null, after: next(at, 'after', fresh) });
  }
  return [...rows, ...came];
}

function wordChanges(before: string, after: string): readonly WordChange[] | undefined {
  const changes = diffWords(before, after, { intlSegmenter: words }).map(
    ({ value, added, removed }): WordChange => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value,
    }),
  );
  const common = changes.reduce((length, { kind, text }) => length + (kind === 'same' ? text.trim().length : 0), 0);
  return common >= leastInCommon * Math.max(before.length, after.length) ? changes : undefined;
}
