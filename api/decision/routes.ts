import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { DocumentStore } from '../../documents/store.ts';
import { toBusinessTime } from '../../domain/clock.ts';
import { type Locale, locales } from '../../domain/effects.ts';
import type { UserId } from '../../domain/people.ts';
import type { Reader } from '../../domain/sentence.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { loadCalendar } from '../../prisma/calendar.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { decide, type Pressed } from './decide.ts';
import { findDocument, sendDocument, shown } from './document.ts';
import { type LinkLimits, limitsPerHour, linkLimits } from './limits.ts';
import { type LinkView, readLink, type Standing } from './link.ts';
import { uniformPage } from './page.ts';
import { fromOwnPage, issueNonce, judgeNonce } from './press.ts';
import { type CodeMail, type Proof, takesCode } from './step-up.ts';
import { style } from './style.ts';
import { codePage, decisionPage, notMePage, refusedPage, renewedPage, type Showing, standingPage } from './views.ts';

/** How the decision pages are made out. */
export interface DecisionSettings {
  /** Where people reach this service, without a slash at the end. */
  readonly publicUrl: string;
  readonly defaultLocale: Locale;
  /** Working calendar in whose zone times are written. */
  readonly calendarId: string;
  readonly limits?: LinkLimits;
}

/** What the decision pages need from outside. */
export interface DecisionDependencies {
  readonly prisma: PrismaClient;
  readonly gateway: Gateway;
  readonly documents: DocumentStore;
  /** Mails a fresh link to the holder of a task; answers false when the task is not theirs any more. */
  readonly sendFreshLink: (request: { processId: string; taskId: string; userId: UserId }) => Promise<boolean>;
  /** Mails a code to the person a link acts as, by mail alone. Throws when it cannot be sent. */
  readonly sendCode: (mail: CodeMail) => Promise<void>;
  readonly log: Logger;
  /** Real time. */
  readonly now: () => number;
  readonly settings: DecisionSettings;
}

const headers = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
} as const;

/** Status of a page that shows how a link stands; a decision made by it is a success to look at. */
const statusOf = {
  open: 200,
  decided: 200,
  outdated: 200,
  settled: 410,
  expired: 410,
  inactive: 410,
} as const satisfies Record<Standing['is'], number>;

/** Status of the page that asks for the code: an ordinary one once it has been mailed. */
const codeStatus = {
  sent: 200,
  waiting: 200,
  wrong: 422,
  over: 422,
  tooMany: 429,
  notMailed: 503,
} as const satisfies Record<Exclude<Proof, 'given'>, number>;

/**
 * The pages that links in mails lead to, to be mounted at `/d` before anything that wants a session. Whoever holds a
 * link acts as the person it was mailed to, on one task and about one document. GET and HEAD never change anything.
 */
export function decisionRoutes(dependencies: DecisionDependencies): Router {
  const { settings } = dependencies;
  const base = `${new URL(settings.publicUrl).pathname.replace(/\/+$/, '')}/d`;
  const limits = linkLimits(settings.limits ?? limitsPerHour, base);
  const router = Router();
  router.use((_request, response, next) => {
    response.set(headers);
    next();
  });
  router.get('/style.css', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(style);
  });
  router.use('/:token', limits.inAll, limits.perAddress, limits.perToken);
  router.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 20 }));

  router.get('/:token', async (request, response) => {
    const showing = await show(dependencies, base, request);
    if (!showing) return unknown(response, base);
    const again = { rejecting: request.query.choose === 'reject' };
    const open = showing.view.standing.is === 'open';
    send(response, statusOf[showing.view.standing.is], open ? decisionPage(showing, again) : standingPage(showing));
  });

  router.get('/:token/not-me', async (request, response) => {
    const showing = await show(dependencies, base, request);
    if (!showing) return unknown(response, base);
    send(response, 200, notMePage(showing));
  });

  router.get('/:token/document', async (request, response) => {
    const showing = await show(dependencies, base, request);
    if (!showing) return unknown(response, base);
    const { view, reader } = showing;
    const readable = view.standing.is !== 'inactive' && view.link.expiresAt.getTime() > reader.now;
    if (!readable) return send(response, 410, standingPage(showing));
    const stored = await findDocument(dependencies.prisma, view);
    if (!stored) return send(response, 409, decisionPage({ ...showing, document: null }));
    await sendDocument(dependencies.documents, response, stored);
  });

  router.post('/:token', async (request, response) => {
    const showing = await show(dependencies, base, request);
    if (!showing) return unknown(response, base);
    if (!fromOwnPage(request, settings.publicUrl)) return send(response, 403, uniformPage(base, 'foreign'));
    const pressed = pressedIn(request, dependencies.now());
    const outcome = await decide(dependencies, showing.view, pressed, tokenOf(request));
    const { comment, decision } = pressed;
    if (outcome.is === 'again') {
      return send(response, outcome.status, decisionPage(showing, { notice: outcome.notice, comment }));
    }
    if (outcome.is === 'code') {
      return send(response, codeStatus[outcome.proof], codePage(showing, outcome.proof, { decision, comment }));
    }
    const after = (await show(dependencies, base, request)) ?? showing;
    const { standing } = after.view;
    if (outcome.is === 'refused' && standing.is === 'open') {
      return send(response, 409, refusedPage(after, outcome.rejection));
    }
    if (outcome.is === 'unanswered' && standing.is === 'open') {
      response.set('Retry-After', '10');
      return send(response, 503, decisionPage(after, { notice: 'nothingLost', comment }));
    }
    send(response, statusAfterPress(standing, decision), standingPage(after, { pressed: decision }));
  });

  router.post('/:token/renew', limits.perRenewal, async (request, response) => {
    const showing = await show(dependencies, base, request);
    if (!showing) return unknown(response, base);
    if (!fromOwnPage(request, settings.publicUrl)) return send(response, 403, uniformPage(base, 'foreign'));
    const { view } = showing;
    const verdict = judgeNonce(tokenOf(request), formField(request, 'nonce'), dependencies.now());
    if (verdict !== 'good') return send(response, 400, standingPage(showing, { notice: 'pressAgain' }));
    if (!view.renewable) return send(response, 409, standingPage(showing));
    const sent = await renewed(dependencies, view, view.renewable);
    if (sent === 'failed') response.set('Retry-After', '120');
    send(response, sent === 'sent' ? 200 : sent === 'failed' ? 503 : 409, pageAfterRenewal(showing, sent));
  });

  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = (error as { status?: unknown } | null)?.status;
    if (typeof status === 'number' && status >= 400 && status <= 499) {
      return send(response, status, uniformPage(base, 'unreadable'));
    }
    dependencies.log.error({ err: error }, 'decision page failed');
    response.set('Retry-After', '30');
    send(response, 503, uniformPage(base, 'trouble'));
  });
  return router;
}

/** A press that asks for what was decided is a success, also the second time; any other has come too late. */
function statusAfterPress(standing: Standing, decision: Pressed['decision']): number {
  if (standing.is === 'expired' || standing.is === 'inactive') return 410;
  if (standing.is !== 'decided' || decision === null) return 409;
  return (decision === 'approve') === (standing.how.decision === 'approved') ? 200 : 409;
}

type Renewal = 'sent' | 'failed' | 'notHolder';

async function renewed(
  { sendFreshLink, log }: DecisionDependencies,
  { link: { processId, userId } }: LinkView,
  taskId: string,
): Promise<Renewal> {
  try {
    return (await sendFreshLink({ processId, taskId, userId })) ? 'sent' : 'notHolder';
  } catch (error) {
    log.warn({ err: error, processId, taskId }, 'fresh link could not be mailed');
    return 'failed';
  }
}

function pageAfterRenewal(showing: Showing, sent: Renewal): string {
  return sent === 'notHolder' ? standingPage(showing) : renewedPage(showing, sent === 'sent');
}

async function show(
  { prisma, gateway, now, settings }: DecisionDependencies,
  base: string,
  request: Request,
): Promise<Showing | undefined> {
  const token = tokenOf(request);
  const at = toBusinessTime(gateway.clock, now());
  const view = await readLink(prisma, token, at);
  if (!view) return undefined;
  const locale = localeFor(request, view.person.locale, settings.defaultLocale);
  const isOpen = view.standing.is === 'open';
  const [calendar, stored, stepUp] = await Promise.all([
    loadCalendar(prisma, settings.calendarId, at),
    isOpen ? findDocument(prisma, view) : null,
    isOpen ? takesCode(prisma, view) : false,
  ]);
  const system = locale === 'zh-CN' ? '系统' : 'The system';
  const nameOf = (id: UserId) => (id === 'system' ? system : (view.names.get(id) ?? id));
  const reader: Reader = { locale, calendar, now: at, nameOf };
  const paths = { base, token, locale };
  return { view, reader, paths, nonce: issueNonce(token, now()), document: shown(stored), stepUp };
}

function tokenOf(request: Request): string {
  return String(request.params.token ?? '');
}

function localeFor(request: Request, preferred: string, fallback: Locale): Locale {
  const known = (text: unknown) => locales.find((locale) => locale === text);
  return known(request.query.lang) ?? known(preferred) ?? fallback;
}

function formField(request: Request, name: string): string | undefined {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

function pressedIn(request: Request, now: number): Pressed {
  const decision = formField(request, 'decision');
  return {
    decision: decision === 'approve' || decision === 'reject' ? decision : null,
    comment: cleanLines(formField(request, 'comment') ?? ''),
    nonce: judgeNonce(tokenOf(request), formField(request, 'nonce'), now),
    code: digitsIn(formField(request, 'code')),
    resend: formField(request, 'resend') === '1',
    address: request.ip,
    userAgent: request.get('user-agent'),
  };
}

/** The digits of a code, however they were typed; null where the field was not there. */
function digitsIn(text: string | undefined): string | null {
  return text === undefined ? null : text.normalize('NFKC').replace(/\D/g, '').slice(0, 12);
}

/** What a person can have typed: no control characters but line feeds, which no database would keep anyway. */
function cleanLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, ' ');
}

function send(response: Response, status: number, content: string): void {
  response.status(status).type('html').send(content);
}

function unknown(response: Response, base: string): void {
  send(response, 404, uniformPage(base, 'unknown'));
}
