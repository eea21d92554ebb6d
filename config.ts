import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);
const portWants = 'a whole number from 1 to 65535';

/** Every setting with its default; the description says what a value must be. */
export const Settings = z.object({
  PORT: port.default(3000).describe(portWants),
  HOST: z.string().default('127.0.0.1').describe('the address to listen on, such as 127.0.0.1 or 0.0.0.0'),
  PUBLIC_URL: httpUrl().optional().describe('the address people open, such as https://fairway.example'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('postgresql://user:password@host:port/database'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^\S+:\d+$/)
    .optional()
    .describe('host:port, such as localhost:7233'),
  TEMPORAL_NAMESPACE: z.string().optional().describe('the name of a Temporal namespace'),
  TEMPORAL_TLS: z.enum(['true', 'false', '1', '0']).optional().describe('true or false'),
  TEMPORAL_API_KEY: z.string().optional().describe('the API key of a Temporal Cloud account'),
  TASK_QUEUE: name().default('fairway').describe('letters, digits, dot, dash and underscore'),
  TENANT: name().default('main').describe('letters, digits, dot, dash and underscore'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .default('smtp://localhost:1025')
    .describe('smtp://user:password@host:port, or smtps:// for TLS from the start'),
  MAIL_FROM: z
    .string()
    .regex(/\S+@\S+/)
    .default('Fairway <no-reply@fairway.example>')
    .describe('Name <address@host>'),
  MAIL_BOUNCE_TO: z.email().optional().describe('an address, such as bounces@host'),
  MAIL_BOUNCE_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/)
    .optional()
    .describe('whsec_ and at least 24 random bytes in base 64'),
  DEFAULT_LOCALE: z.enum(['zh-CN', 'en']).default('zh-CN').describe('zh-CN or en'),
  TIME_ZONE: z.string().refine(isTimeZone).default('Asia/Shanghai').describe('an IANA time zone such as Asia/Shanghai'),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY')
    .describe('an ISO 4217 code such as CNY'),
  COMPANY_NAME: z.string().default('本公司').describe('the name our side has on contracts'),
  COMPANY_TAX_NUMBER: z
    .string()
    .regex(/^[0-9A-Za-z-]{6,30}$/)
    .optional()
    .describe('our tax number on contracts, of 6 to 30 letters, digits and dashes'),
  DOCUMENTS_DIR: z.string().default('.fairway/documents').describe('the folder in which uploaded files are kept'),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional()
    .describe('the bucket of an S3-compatible store that keeps uploaded files instead of the folder'),
  S3_ENDPOINT: httpUrl().optional().describe('the address of the S3-compatible store, such as https://minio.example'),
  S3_REGION: z.string().default('us-east-1').describe('the region of the bucket'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('the id of an access key of the store'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('the secret of the access key'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent'),
  METRICS_PORT: port.optional().describe(portWants),
  WORKFLOW_BUNDLE: z.string().optional().describe('the file that cli/bundle.ts has written'),
  CLOCK_FACTOR: z.coerce.number().min(1).default(1).describe('a number of at least 1; 1 is real time'),
  CLOCK_BASE: z.coerce.number().int().min(0).default(0).describe('an instant in milliseconds since 1970'),
  TRUST_PROXY: z.coerce.number().int().min(0).default(0).describe('how many reverse proxies stand before the API'),
  OUTBOUND_PRIVATE: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true or false: whether webhooks and robots may be within private networks and without TLS'),
  SESSION_HOURS: z.coerce.number().positive().max(720).default(12).describe('hours, more than 0 and at most 720'),
});

type Setting = keyof typeof Settings.shape;

/** Settings whose value may hold a password and is therefore never repeated. */
const secrets: readonly string[] = [
  'DATABASE_URL',
  'SMTP_URL',
  'TEMPORAL_API_KEY',
  'MAIL_BOUNCE_SECRET',
  'S3_SECRET_ACCESS_KEY',
] satisfies Setting[];

/** What a process needs to know about its surroundings, read once when it starts. */
export type Config = Readonly<ReturnType<typeof toConfig>>;

/** Thrown when settings are missing or wrong: one sentence for each, and their names in `settings`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly settings: readonly string[];

  constructor(problems: readonly { setting: string; sentence: string }[]) {
    super(problems.map((problem) => problem.sentence).join('\n'));
    this.settings = problems.map((problem) => problem.setting);
  }
}

/** Reads the settings out of an environment; an empty value counts as not set. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value !== '') given[name] = value;
  }
  const parsed = Settings.safeParse(given);
  if (parsed.success) return toConfig(parsed.data, given);
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0] as Setting));
  throw new ConfigError([...wrong].map((setting) => ({ setting, sentence: sentenceFor(setting, given[setting]) })));
}

/** Reads the settings of this process. The only place that looks at its environment. */
export function loadConfig(): Config {
  return parseConfig(process.env);
}

function toConfig(settings: z.infer<typeof Settings>, env: Record<string, string>) {
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ''),
    databaseUrl: settings.DATABASE_URL,
    temporal: { ...temporalConnection(env), taskQueue: settings.TASK_QUEUE },
    tenant: settings.TENANT,
    mail: { smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM, bounceTo: settings.MAIL_BOUNCE_TO },
    defaultLocale: settings.DEFAULT_LOCALE,
    timeZone: settings.TIME_ZONE,
    currency: settings.CURRENCY,
    company: { name: settings.COMPANY_NAME, taxNumber: settings.COMPANY_TAX_NUMBER ?? null },
    documents: documentSettings(settings),
    logLevel: settings.LOG_LEVEL,
    metricsPort: settings.METRICS_PORT,
    workflowBundle: settings.WORKFLOW_BUNDLE,
    clock: { base: settings.CLOCK_BASE, factor: settings.CLOCK_FACTOR },
    trustProxy: settings.TRUST_PROXY,
    bounceSecret: settings.MAIL_BOUNCE_SECRET,
    outboundPrivate: settings.OUTBOUND_PRIVATE === 'true',
    sessionHours: settings.SESSION_HOURS,
  };
}

/** A folder, or with a bucket an S3-compatible store; without a key the store is asked as the machine may ask it. */
function documentSettings(settings: z.infer<typeof Settings>) {
  const { DOCUMENTS_DIR: folder, S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_REGION: region } = settings;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  const credentials = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
  return { folder, s3: bucket === undefined ? null : { bucket, endpoint, region, credentials } };
}

/**
 * Address, namespace, TLS and API key as Temporal's own tools read them (TEMPORAL_TLS_…, TEMPORAL_API_KEY, …). A profile
 * in a file counts only when TEMPORAL_CONFIG_FILE or TEMPORAL_PROFILE names it, so that nothing on the machine leaks in.
 */
function temporalConnection(env: Record<string, string>) {
  const disableFile = env.TEMPORAL_CONFIG_FILE === undefined && env.TEMPORAL_PROFILE === undefined;
  const { connectionOptions, namespace } = loadClientConnectConfig({ disableFile, overrideEnvVars: env });
  const { address, apiKey, tls, metadata } = connectionOptions;
  return {
    connection: { address: address ?? 'localhost:7233', apiKey, tls, metadata },
    namespace: namespace ?? 'default',
  };
}

function sentenceFor(setting: Setting, value: string | undefined): string {
  const wants = `it must be ${Settings.shape[setting].description}`;
  if (value === undefined) return `${setting} is not set; ${wants}.`;
  return `${setting} is ${secrets.includes(setting) ? 'not usable' : `"${value}"`}; ${wants}.`;
}

function httpUrl() {
  return z.url({ protocol: /^https?$/ });
}

function name() {
  return z.string().regex(/^[\w.-]+$/);
}

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
