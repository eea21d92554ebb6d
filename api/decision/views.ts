import type { Locale } from '../../domain/effects.ts';
import type { Rejection } from '../../domain/errors.ts';
import { html, type Markup } from '../../domain/html.ts';
import { momentText } from '../../domain/moment.ts';
import { formatMoney } from '../../domain/money.ts';
import { capacityLabel, deadlineText, nextText, type Reader, rejectionText } from '../../domain/sentence.ts';
import type { LinkView, RecordedDecision, Standing } from './link.ts';
import { type PagePaths, page, pagePath } from './page.ts';
import type { Proof } from './step-up.ts';
import { documentText, refusalStory, whatHappened } from './story.ts';
import { type Texts, texts } from './texts.ts';

/** The document as it is shown on the page; null when it cannot be shown as it was sent for approval. */
export interface ShownDocument {
  /** Its beginning as text, where it is text. */
  readonly excerpt: string | null;
  readonly cut: boolean;
}

/** Everything a page is made from. */
export interface Showing {
  readonly view: LinkView;
  readonly reader: Reader;
  readonly paths: PagePaths;
  readonly nonce: string;
  readonly document: ShownDocument | null;
  /** A decision here takes a code that is mailed separately. */
  readonly stepUp: boolean;
}

/** What a person had entered when the page has to be shown again, and why it has. */
export interface Again {
  readonly notice?: keyof Pick<
    Texts,
    'nothingLost' | 'pressAgain' | 'openTooLong' | 'commentMissing' | 'commentTooLong' | 'chooseOne'
  >;
  readonly comment?: string;
  /** The person came to reject. */
  readonly rejecting?: boolean;
}

/** The address as its owner recognises it without others reading it. */
function maskedAddress(email: string): string {
  const [local = '', domain = ''] = email.split('@', 2);
  return `${local.slice(0, 1)}***@${domain}`;
}

function factsOf({ view, reader }: Showing, say: Texts): Markup {
  const { document, state, task, wait } = view;
  const { locale } = reader;
  const dueAt = wait?.dueAt ?? null;
  const node = state.nodes.find(({ name }) => name === task.node);
  const rows: [string, string | undefined, boolean?][] = [
    [say.documentLabel, documentText(document)],
    [say.customerLabel, state.customer?.name],
    [say.starterLabel, reader.nameOf(state.starter)],
    [say.stepLabel, node?.title[locale]],
    [say.sinceLabel, wait ? momentText(wait.openedAt, reader) : undefined],
    [say.dueLabel, dueAt === null ? undefined : deadlineText(dueAt, reader), dueAt !== null && dueAt < reader.now],
  ];
  const shown = rows.filter(([, value]) => value);
  return html`<dl>${shown.map(
    ([name, value, marked]) => html`<div><dt>${name}</dt><dd${marked ? html` class="late"` : ''}>${value}</dd></div>`,
  )}</dl>`;
}

function heading(showing: Showing, say: Texts): Markup {
  const { document, amount } = showing.view;
  return html`<div class="card">
<h1>${document.title}</h1>
<p class="amount">${formatMoney(amount)}</p>
${factsOf(showing, say)}
</div>`;
}

function acting({ view, reader, paths }: Showing, say: Texts): Markup {
  const capacity = capacityLabel(view.task.capacity, reader.locale);
  const { name } = view.person;
  const who = capacity ? (reader.locale === 'zh-CN' ? `${name}（${capacity}）` : `${name} (${capacity})`) : name;
  const { onBehalfOf } = view.task;
  const acting = onBehalfOf === null ? say.actingAs(who) : say.actingFor(who, reader.nameOf(onBehalfOf));
  return html`<p class="acting">${acting}<br><a href="${pagePath(paths, '/not-me')}">${say.notMe(name)}</a></p>`;
}

function documentCard({ document, paths, view }: Showing, say: Texts): Markup {
  return html`<div class="card">
<h2>${say.documentHeading}</h2>
${document?.excerpt && html`<div class="document" tabindex="0">${document.excerpt}</div>`}
${document?.cut && html`<p class="small">${say.readOn}</p>`}
<p><a href="${pagePath(paths, '/document')}">${say.readDocument}</a></p>
<p class="small">${say.fingerprint(view.link.documentHash)}</p>
</div>`;
}

function renewForm({ view, paths, nonce }: Showing, say: Texts): Markup | null {
  if (!view.renewable) return null;
  return html`<form class="card" method="post" action="${pagePath(paths, '/renew')}">
<p>${say.renewOffer}</p>
<input type="hidden" name="nonce" value="${nonce}">
<button class="plain" type="submit">${say.renew}</button>
<p class="small">${say.renewTo(maskedAddress(view.person.email))}</p>
</form>`;
}

/** The page on which a person decides. */
export function decisionPage(showing: Showing, { notice, comment = '', rejecting = false }: Again = {}): string {
  const { view, reader, paths, nonce, document } = showing;
  const say = texts[reader.locale];
  const what = documentText(view.document);
  const next = view.wait ? nextText(view.wait, reader) : '';
  const asksOpinion = view.task.added?.kind === 'opinion';
  const form = html`<form class="card" method="post" action="${pagePath(paths)}">
${acting(showing, say)}
<h2>${asksOpinion ? say.opinionQuestion(what) : say.question(what)}</h2>
<input type="hidden" name="nonce" value="${nonce}">
<label for="comment">${say.commentLabel}</label>
${rejecting && html`<p class="small">${say.rejectFirst}</p>`}
<textarea id="comment" name="comment" rows="3" maxlength="2000"${rejecting ? html` autofocus` : ''}>
${comment}</textarea>
<button class="approve" type="submit" name="decision" value="approve">${say.approve}</button>
<button class="reject" type="submit" name="decision" value="reject">${say.reject}</button>
<p class="small">${asksOpinion ? say.opinionEffect(reader.nameOf(view.task.added?.by ?? 'system')) : say.effect(what)}</p>
${showing.stepUp && html`<p class="small">${say.codeAhead(maskedAddress(view.person.email))}</p>`}
<p class="small">${sentence(next, reader.locale)}</p>
</form>`;
  const missing = html`<div class="card"><p class="notice">${say.documentMissing}</p></div>`;
  const about = heading(showing, say);
  const reading = documentCard(showing, say);
  // Whoever presses a second time has read the document: what they entered, and why it did not do, comes first.
  const again = notice && html`<p class="notice" role="alert">${say[notice]}</p>`;
  const body = again ? html`${again}${form}${about}${reading}` : html`${about}${reading}${form}`;
  return page(paths, `${what} ${view.document.title}`, document ? body : html`${about}${missing}`);
}

/** What the page that asks for the code has to say, by how things stand with it. */
const codeNotice = {
  sent: 'codeSent',
  waiting: 'codeWaiting',
  wrong: 'codeWrong',
  over: 'codeOver',
  tooMany: 'codeTooMany',
  notMailed: 'codeNotMailed',
} as const satisfies Record<Exclude<Proof, 'given'>, keyof Texts>;

/** The page on which a person enters the code that was mailed to them; what they decided travels along. */
export function codePage(
  showing: Showing,
  proof: Exclude<Proof, 'given'>,
  { decision, comment }: { decision: 'approve' | 'reject' | null; comment: string },
): string {
  const { view, reader, paths, nonce } = showing;
  const say = texts[reader.locale];
  const what = documentText(view.document);
  const kept = html`<input type="hidden" name="nonce" value="${nonce}">
<input type="hidden" name="decision" value="${decision ?? ''}">
<input type="hidden" name="comment" value="${comment}">`;
  const isMailed = proof === 'sent' || proof === 'waiting';
  const entry = html`<form class="card" method="post" action="${pagePath(paths)}">
${acting(showing, say)}
<h2>${decision === 'reject' ? say.codeToReject(what) : say.codeToApprove(what)}</h2>
${kept}
<label for="code">${say.codeLabel}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" autofocus>
<button class="${decision === 'reject' ? 'reject' : 'approve'}" type="submit">${decision === 'reject' ? say.reject : say.approve}</button>
</form>`;
  const another = html`<form class="card" method="post" action="${pagePath(paths)}">
${kept}
<input type="hidden" name="resend" value="1">
<button class="plain" type="submit">${say.codeAgain}</button>
<p class="small">${say.renewTo(maskedAddress(view.person.email))}</p>
</form>`;
  const notice = html`<p class="notice${isMailed ? ' done' : ''}" role="alert">${say[codeNotice[proof]]}</p>`;
  return page(paths, `${what} ${view.document.title}`, html`${notice}${entry}${another}`);
}

function sentence(text: string, locale: Locale): string {
  if (text === '') return '';
  return locale === 'zh-CN' ? `${text}。` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

interface Message {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly done?: boolean;
  /** The document may still be read. */
  readonly readable?: boolean;
}

function messagePage(showing: Showing, message: Message, notice?: Again['notice']): string {
  const { view, paths, reader } = showing;
  const { heading: title, lines, done, readable } = message;
  const say = texts[reader.locale];
  const body = html`${notice && html`<p class="notice" role="alert">${say[notice]}</p>`}
<div class="card">
<h1>${title}</h1>
<p class="small">${documentText(view.document)} ${view.document.title}</p>
${lines.map((line, index) => html`<p${index === 0 ? html` class="notice${done ? ' done' : ''}"` : ''}>${line}</p>`)}
${readable && html`<p><a href="${pagePath(paths, '/document')}">${say.readDocument}</a></p>`}
</div>
${renewForm(showing, say)}`;
  return page(paths, title, body);
}

/** What the last press was, and why nothing came of it. */
interface Press {
  readonly pressed?: 'approve' | 'reject' | null;
  readonly notice?: Again['notice'];
}

/** Explains why a link does not decide (any more), or confirms what was decided by it. */
export function standingPage(showing: Showing, { pressed = null, notice }: Press = {}): string {
  const { standing } = showing.view;
  if (standing.is === 'open') return decisionPage(showing, notice ? { notice } : {});
  return messagePage(showing, standingMessage(showing, standing, pressed), notice);
}

function standingMessage(
  { view, reader }: Showing,
  standing: Exclude<Standing, { is: 'open' }>,
  pressed: Press['pressed'],
): Message {
  const say = texts[reader.locale];
  const readable = view.link.expiresAt.getTime() > reader.now;
  switch (standing.is) {
    case 'decided':
      return {
        heading: say.decidedHeading,
        lines: confirmation(view, reader, standing.how, pressed),
        done: true,
        readable,
      };
    case 'settled':
      return { heading: say.settledHeading, lines: whatHappened(view, reader), readable };
    case 'outdated':
      return { heading: say.outdatedHeading, lines: [say.outdated, ...whatHappened(view, reader)], readable };
    case 'expired': {
      const until = momentText(view.link.expiresAt.getTime(), reader);
      return { heading: say.expiredHeading, lines: [say.expired(until), ...whatHappened(view, reader)] };
    }
    case 'inactive':
      return { heading: say.inactiveHeading, lines: [say.inactive] };
    default:
      return standing satisfies never;
  }
}

function confirmation(
  view: LinkView,
  reader: Reader,
  { decision, at, comment }: RecordedDecision,
  pressed: Press['pressed'],
): readonly string[] {
  const say = texts[reader.locale];
  const confirmed = decision === 'approved' ? say.youApproved : say.youRejected;
  const otherwise = pressed && (pressed === 'approve') !== (decision === 'approved');
  return [
    confirmed(documentText(view.document), momentText(at, reader)),
    ...(otherwise ? [say.decidedBefore] : []),
    ...(comment ? [`“${comment}”`] : []),
    // The first line of the story is this very decision.
    ...whatHappened(view, reader).slice(1),
    say.thanks,
  ];
}

/** Says why the process refused a decision, and how things stand. */
export function refusedPage(showing: Showing, rejection: Rejection): string {
  const { reader, view } = showing;
  const lines = [rejectionText(rejection.code, reader.locale), ...refusalStory(rejection, view, reader)];
  return messagePage(showing, { heading: texts[reader.locale].refusedHeading, lines, readable: true });
}

/** Tells whether the fresh link that was asked for has been mailed. */
export function renewedPage(showing: Showing, sent: boolean): string {
  const { view, reader } = showing;
  const say = texts[reader.locale];
  if (!sent) return messagePage(showing, { heading: say.renewFailedHeading, lines: [say.renewFailed] });
  const quiet = { ...showing, view: { ...view, renewable: null } };
  const lines = [say.renewed(maskedAddress(view.person.email))];
  return messagePage(quiet, { heading: say.renewedHeading, lines, done: true });
}

/** Says what to do for somebody who is not the person the link acts as. Changes nothing. */
export function notMePage({ view, paths, reader }: Showing): string {
  const say = texts[reader.locale];
  const { name } = view.person;
  const body = html`<div class="card">
<h1>${say.notMeHeading(name)}</h1>
<p>${say.notMeText(name)}</p>
<p><a href="${pagePath(paths)}">${say.back}</a></p>
</div>`;
  return page(paths, say.notMeHeading(name), body);
}
