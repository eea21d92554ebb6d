import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request } from 'express';

const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** Over https the name binds the cookie to this very host and path. */
const nameFor = (publicUrl: string): string => (isSecure(publicUrl) ? '__Host-fairway' : 'fairway');

/** The secret of a browser's session, if it sent one. */
export function sessionSecretOf(request: Request, publicUrl: string): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[nameFor(publicUrl)];
}

/** The header that gives a browser its session. */
export function sessionCookie(secret: string, publicUrl: string, expires: Date): string {
  return cookie(secret, publicUrl, expires);
}

/** The header that takes a browser's session away. */
export function endedCookie(publicUrl: string): string {
  return cookie('', publicUrl, new Date(0));
}

function cookie(value: string, publicUrl: string, expires: Date): string {
  return stringifySetCookie({
    name: nameFor(publicUrl),
    value,
    expires,
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(publicUrl),
  });
}
