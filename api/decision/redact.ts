/** The path of a request as it may be written to a log: no token that acts without signing in ever is. */
export function redactDecisionPath(url: string): string {
  return url
    .replace(/(^|\/)d\/(?!style\.css(?:[?#]|$))[^/?#]+/, '$1d/[token]')
    .replace(/(\/unsubscribe\/)[^/?#]+/, '$1[token]');
}
