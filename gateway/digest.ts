import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.ts';
import type { Kind } from '../domain/effects.ts';
import type { FrozenVariant } from '../domain/instance.ts';
import { definitionOf, type VariantBase } from '../domain/variant.ts';

/** Lower-case hexadecimal SHA-256. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A short code that people can read out, always the same for the same text: ten characters of Crockford's base 32
 * (50 bits), so that a creation repeated with the same command id names the same process.
 */
export function codeFor(text: string): string {
  const bytes = createHash('sha256').update(text).digest();
  let bits = bytes.readBigUInt64BE(0);
  let code = '';
  for (let index = 0; index < 10; index += 1) {
    code += codeAlphabet[Number(bits & 31n)];
    bits >>= 5n;
  }
  return code;
}

/** A variant as it goes into a process for good: its data and their hash. */
export function freeze(variant: VariantBase<never> & { kind: Kind }): FrozenVariant {
  const definition = definitionOf(variant);
  return { id: variant.id, hash: sha256(canonicalJson(definition)), definition };
}
