import { randomBytes } from 'node:crypto';

/** Marks a bearer token as one of ours, so that scanners for leaked secrets can tell. */
const tokenPrefix = 'fwy_';

/** 256 random bits, as a browser session carries them. */
export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 256 random bits, as a program carries them. */
export function newTokenSecret(): string {
  return tokenPrefix + randomBytes(32).toString('base64url');
}
