/** What a robot says in its group: a title, paragraphs of plain text, and one place to go. */
export interface RobotMessage {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly link: { readonly label: string; readonly url: string };
}

/** A request ready to be sent. */
export interface RobotRequest {
  readonly url: string;
  readonly body: string;
}

/** What the platform made of it. `later`: try again, it is busy or the group has had too much; `refused`: never. */
export type Verdict =
  | { readonly took: true }
  | { readonly took: false; readonly what: 'later' | 'refused'; readonly why: string };

/** One platform's robots: how a message is put, and what its answers mean. */
export interface RobotPlatform {
  request(robot: { url: string; secret: string | null }, message: RobotMessage, nowMs: number): RobotRequest;
  verdict(status: number, body: string): Verdict;
}

/** Signs that would mean something to a platform, such as mentions and links, as signs that look the same and do not. */
export function harmless(text: string): string {
  const alike: Readonly<Record<string, string>> = { '<': '＜', '>': '＞', '[': '［', ']': '］', '`': '｀', '@': '＠' };
  return text.replace(/[<>[\]`@]/g, (sign) => alike[sign] ?? sign).replace(/^([#*-])/gm, ' $1');
}

/** The beginning of a text that fits into so many bytes of UTF-8, ending in an ellipsis where something was left off. */
export function fitting(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let end = text.length;
  while (Buffer.byteLength(`${text.slice(0, end)}…`) > bytes) end = Math.min(end - 1, Math.floor(end * 0.95));
  return `${text.slice(0, end).replace(/\p{Surrogate}$/u, '')}…`;
}

/** What the answer of a platform is read by: a number that is 0 when all is well, and a text. */
export function verdictBy(
  status: number,
  body: string,
  read: (answer: Readonly<Record<string, unknown>>) => { code: unknown; text: unknown },
  busy: readonly number[],
): Verdict {
  const answer = parsed(body);
  const { code, text } = answer ? read(answer) : { code: undefined, text: undefined };
  const why = `HTTP ${status}${typeof code === 'number' ? `, code ${code}` : ''}: ${text ?? body.slice(0, 200)}`;
  if (status === 429 || status >= 500) return { took: false, what: 'later', why };
  if (typeof code !== 'number') return { took: false, what: status >= 400 ? 'refused' : 'later', why };
  if (status < 300 && code === 0) return { took: true };
  return { took: false, what: busy.includes(code) ? 'later' : 'refused', why };
}

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
