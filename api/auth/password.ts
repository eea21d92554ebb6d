import { hash, verify } from '@node-rs/argon2';

/** OWASP's second choice for Argon2id, the library's own kind: 19 MiB, two passes, one thread. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash under which a password is stored: Argon2id with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let nobodysHash: Promise<string> | undefined;

/** Whether a password is the one behind a hash. Takes as long when there is no hash, so that nobody learns who exists. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password');
  const matches = await verify(stored ?? (await nobodysHash), password);
  return stored !== null && matches;
}
