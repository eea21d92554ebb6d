import { codeFor } from '../../gateway/digest.ts';

/** Misspellings that the source is known for, in lower case. */
const misspelt: Readonly<Record<string, string>> = { technolgy: 'technology', philipines: 'Philippines' };

/** Counts what was read as something else than it says, so that the plan can tell. */
export class Corrections {
  private readonly counts = new Map<string, number>();

  /** A word without its known misspelling. */
  spelling(word: string): string {
    return this.corrected(word, misspelt[word.toLowerCase()] ?? word);
  }

  corrected(written: string, meant: string): string {
    if (written !== meant) {
      const key = `${written} as ${meant}`;
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
    return meant;
  }

  /** What was corrected and how often, the most frequent first. */
  all(): readonly (readonly [what: string, times: number])[] {
    return [...this.counts].sort(([, a], [, b]) => b - a);
  }
}

const looseKey = (name: string): string => name.toLowerCase().replaceAll(/\s+/g, '');

/** Names that are known from one file, found from another also where spaces or capitals differ: `GTXPro` is `GTX Pro`. */
export class KnownNames {
  private readonly byKey = new Map<string, string>();

  /** Answers false when the name, however spaced, is known already. */
  add(name: string): boolean {
    if (this.byKey.has(looseKey(name))) return false;
    this.byKey.set(looseKey(name), name);
    return true;
  }

  find(written: string): string | undefined {
    return this.byKey.get(looseKey(written));
  }
}

/** Lower-case letters and digits of a name with dashes between its words; empty when it has none, as in Chinese. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/**
 * The readable form of a name, such as its slug, so that a person can read it and it is the same at every run. A code
 * made from the name stands in when there is no such form, and tells apart two names that would share one.
 */
export function distinct(name: string, readable: string, isTaken: (candidate: string) => boolean): string {
  const code = codeFor(name).toLowerCase();
  if (readable === '') return code;
  return isTaken(readable) ? `${readable}-${code}` : readable;
}

/** The language mails to a person are written in: Chinese for a name in Chinese characters. */
export function localeFor(name: string): 'zh-CN' | 'en' {
  return /\p{Script=Han}/u.test(name) ? 'zh-CN' : 'en';
}
