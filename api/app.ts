import express, { type ErrorRequestHandler, type Express, Router } from 'express';
import helmet from 'helmet';
import { companyCalendarId } from '../prisma/calendar.ts';
import type { Caller } from './auth/caller.ts';
import { consoleRouter } from './console.ts';
import { decisionRoutes } from './decision/routes.ts';
import type { ApiDependencies } from './dependencies.ts';
import { docsRouter } from './docs.ts';
import type { Endpoint } from './http/endpoint.ts';
import { problemFrom } from './http/failure.ts';
import { journal, requestIdOf } from './http/journal.ts';
import { mount } from './http/mount.ts';
import { askedLocale } from './http/request.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type Mounted, openApiDocument } from './openapi.ts';
import { Problem, problemBody } from './problem.ts';
import { absenceRoutes } from './routes/absences.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { bankStatementRoutes } from './routes/bank-statements.ts';
import { bounceRoutes } from './routes/bounces.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { contractRoutes } from './routes/contracts.ts';
import { creditRoutes } from './routes/credit.ts';
import { customerRoutes } from './routes/customers.ts';
import { departmentRoutes } from './routes/departments.ts';
import { digestRoutes } from './routes/digest.ts';
import { documentRoutes } from './routes/documents.ts';
import { figureRoutes } from './routes/figures.ts';
import { healthRoutes } from './routes/health.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { invoiceRoutes } from './routes/invoices.ts';
import { noticeSettingsRoutes } from './routes/notice-settings.ts';
import { noticeRoutes } from './routes/notices.ts';
import { opportunityRoutes } from './routes/opportunities.ts';
import { orderRoutes } from './routes/orders.ts';
import { paymentPlanRoutes } from './routes/payment-plans.ts';
import { processRoutes } from './routes/processes.ts';
import { productRoutes } from './routes/products.ts';
import { receiptRoutes } from './routes/receipts.ts';
import { receivableRoutes } from './routes/receivables.ts';
import { reportRoutes } from './routes/reports.ts';
import { robotRoutes } from './routes/robots.ts';
import { rolloutRoutes } from './routes/rollouts.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingRoutes } from './routes/settings.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { userRoutes } from './routes/users.ts';
import { variantRoutes } from './routes/variants.ts';
import { waitRoutes } from './routes/waits.ts';
import { webhookMessageRoutes } from './routes/webhook-messages.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** Every operation of the API, with the prefix it is found under. */
export function operations(given: ApiDependencies, metrics: Metrics = createMetrics(given)): readonly Mounted[] {
  const dependencies = { ...given, metrics };
  const api: Endpoint[] = [
    ...sessionRoutes(dependencies),
    ...tokenRoutes(dependencies),
    ...userRoutes(dependencies),
    ...departmentRoutes(dependencies),
    ...absenceRoutes(dependencies),
    ...rolloutRoutes(dependencies),
    ...waitRoutes(dependencies),
    ...noticeRoutes(dependencies),
    ...noticeSettingsRoutes(dependencies),
    ...robotRoutes(dependencies),
    ...digestRoutes(dependencies),
    ...webhookRoutes(dependencies),
    ...webhookMessageRoutes(dependencies),
    ...bounceRoutes(dependencies),
    ...incidentRoutes(dependencies),
    ...opportunityRoutes(dependencies),
    ...contractRoutes(dependencies),
    ...approvalRoutes(dependencies),
    ...paymentPlanRoutes(dependencies),
    ...receivableRoutes(dependencies),
    ...reportRoutes(dependencies),
    ...receiptRoutes(dependencies),
    ...bankStatementRoutes(dependencies),
    ...invoiceRoutes(dependencies),
    ...figureRoutes(dependencies),
    ...orderRoutes(dependencies),
    ...processRoutes(dependencies),
    ...customerRoutes(dependencies),
    ...creditRoutes(dependencies),
    ...productRoutes(dependencies),
    ...documentRoutes(dependencies),
    ...calendarRoutes(dependencies),
    ...settingRoutes(dependencies),
    ...variantRoutes(),
  ];
  return [
    { prefix: '/api/v1', endpoints: api },
    { prefix: '', endpoints: healthRoutes(dependencies) },
  ];
}

/** The whole web service, ready to listen. */
export function createApp(dependencies: ApiDependencies): Express {
  const { config } = dependencies;
  const metrics = createMetrics(dependencies);
  const mounted = operations(dependencies, metrics);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy);
  app.use(journal(dependencies, metrics));
  app.use(securityHeaders(config.publicUrl));
  app.use('/d', decisionPages(dependencies));
  for (const { prefix, endpoints } of mounted) {
    const router = Router();
    router.use((_request, response, next) => {
      response.set('Cache-Control', 'no-store');
      next();
    });
    mount(router, endpoints, dependencies);
    app.use(prefix || '/', router);
  }
  let document: object | undefined;
  app.use(
    docsRouter(() => {
      document ??= openApiDocument(mounted, config.publicUrl);
      return document;
    }, config.publicUrl),
  );
  app.use(consoleRouter(config.publicUrl));
  // Only where the console has not been built.
  app.get('/', (_request, response) =>
    response.redirect(`${new URL(config.publicUrl).pathname.replace(/\/+$/, '')}/docs`),
  );
  app.use((request) => {
    throw new Problem('NOT_FOUND', `There is nothing under ${request.method} ${request.path}`);
  });
  app.use(answerErrors(dependencies));
  return app;
}

function securityHeaders(publicUrl: string) {
  const isSecure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The console's component library writes its styles as it goes; they cannot run anything.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isSecure,
    xFrameOptions: { action: 'deny' },
  });
}

function decisionPages({
  prisma,
  gateway,
  documents,
  sendFreshLink,
  sendCode,
  log,
  wallClock,
  config,
}: ApiDependencies): Router {
  const { publicUrl, defaultLocale } = config;
  const settings = { publicUrl, defaultLocale, calendarId: companyCalendarId };
  return decisionRoutes({ prisma, gateway, documents, sendFreshLink, sendCode, log, now: wallClock, settings });
}

/** The one place where errors become answers. What is not known here is told to the log alone. */
function answerErrors({ log, config }: ApiDependencies): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = problemFrom(error);
    const requestId = requestIdOf(response);
    const { caller } = response.locals as { caller?: Caller | null };
    if (problem.status >= 500) {
      const level = problem.code === 'INTERNAL' ? 'error' : 'warn';
      log[level]({ requestId, err: problem.cause ?? problem }, problem.message);
    }
    const locale = caller?.locale ?? askedLocale(request) ?? config.defaultLocale;
    response
      .status(problem.status)
      .set({ 'Cache-Control': 'no-store', ...problem.headers })
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(problem, { publicUrl: config.publicUrl, locale, requestId })));
  };
}
