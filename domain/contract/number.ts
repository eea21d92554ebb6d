const placeholders = /\{(yyyy|seq:(\d))\}/g;

/** Why a pattern cannot number contracts, or undefined. */
export function faultInNumbering(pattern: string): string | undefined {
  const found = [...pattern.matchAll(placeholders)].map(([, name = '']) => name);
  const rest = pattern.replace(placeholders, '');
  if (found.filter((name) => name.startsWith('seq')).length !== 1) return 'it needs {seq:4}, once';
  if (found.filter((name) => name === 'yyyy').length !== 1) return 'it needs {yyyy}, once, because numbers begin anew';
  if (!/^[\p{L}\p{N}_-]*$/u.test(rest))
    return 'besides its placeholders it takes letters, digits, dashes and underscores';
  return undefined;
}

/** A contract's number: the pattern with the year and the number within it, of at least as many digits as it says. */
export function contractNumber(pattern: string, { year, sequence }: { year: number; sequence: number }): string {
  return pattern.replace(placeholders, (_all, name: string, digits: string) =>
    name === 'yyyy' ? String(year) : String(sequence).padStart(Number(digits), '0'),
  );
}

/** The number of the next amendment of a contract: `HT-2026-0042-A1`. */
export function amendmentNumber(number: string, count: number): string {
  return `${number}-A${count}`;
}
