/** The path of a request as it may be written to a log: the token of a decision link never is. */
export function redactDecisionPath(url: string): string {
  return url.replace(/(^|\/)d\/(?!style\.css(?:[?#]|$))[^/?#]+/, '$1d/[token]');
}
