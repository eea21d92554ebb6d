import { ConfigError, parseConfig, Settings } from '../../config.ts';

const DATABASE_URL = 'postgresql://fairway:secret@db.example:5432/fairway';

function refusal(env: Record<string, string>): ConfigError {
  try {
    parseConfig({ DATABASE_URL, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

test('only the database must be named; everything else has a default', () => {
  expect(parseConfig({ DATABASE_URL })).toEqual({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    databaseUrl: DATABASE_URL,
    temporal: { connection: { address: 'localhost:7233' }, namespace: 'default', taskQueue: 'fairway' },
    tenant: 'main',
    mail: { smtpUrl: 'smtp://localhost:1025', from: 'Fairway <no-reply@fairway.example>' },
    defaultLocale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    company: { name: '本公司', taxNumber: null },
    documents: { folder: '.fairway/documents', s3: null },
    logLevel: 'info',
    metricsPort: undefined,
    clock: { base: 0, factor: 1 },
    trustProxy: 0,
    bounceSecret: undefined,
    outboundPrivate: false,
    sessionHours: 12,
  });
});

test('the public address follows the port, and loses a closing slash', () => {
  expect(parseConfig({ DATABASE_URL, PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
  const behindProxy = { DATABASE_URL, PORT: '8080', PUBLIC_URL: 'https://fairway.example/' };
  expect(parseConfig(behindProxy).publicUrl).toBe('https://fairway.example');
});

test('Temporal is reached with TLS and an API key as its own tools do', () => {
  const cloud = {
    TEMPORAL_ADDRESS: 'eu.tmprl.example:7233',
    TEMPORAL_NAMESPACE: 'sales.a1',
    TEMPORAL_API_KEY: 'key',
    TEMPORAL_TLS_SERVER_NAME: 'inner.example',
  };
  const { connection, namespace } = parseConfig({ DATABASE_URL, ...cloud }).temporal;
  expect(namespace).toBe('sales.a1');
  expect(connection).toMatchObject({
    address: 'eu.tmprl.example:7233',
    apiKey: 'key',
    tls: { serverNameOverride: 'inner.example' },
  });
  expect(parseConfig({ DATABASE_URL, TEMPORAL_TLS: 'false' }).temporal.connection.tls).toBe(false);
});

test('an empty value counts as not set', () => {
  expect(parseConfig({ DATABASE_URL, PORT: '', METRICS_PORT: '' })).toMatchObject({
    port: 3000,
    metricsPort: undefined,
  });
  expect(() => parseConfig({ DATABASE_URL: '' })).toThrow(ConfigError);
});

test.each([
  ['PORT', 'eighty'],
  ['PORT', '0'],
  ['PORT', '70000'],
  ['PORT', '80.5'],
  ['PUBLIC_URL', 'fairway.example'],
  ['TEMPORAL_ADDRESS', 'localhost'],
  ['TEMPORAL_TLS', 'maybe'],
  ['TASK_QUEUE', 'two words'],
  ['MAIL_FROM', 'nobody'],
  ['DEFAULT_LOCALE', 'fr'],
  ['TIME_ZONE', 'Mars/Olympus'],
  ['CURRENCY', 'yuan'],
  ['LOG_LEVEL', 'loud'],
  ['METRICS_PORT', '-1'],
  ['CLOCK_FACTOR', '0.5'],
  ['TRUST_PROXY', '-1'],
  ['CLOCK_BASE', 'noon'],
  ['SESSION_HOURS', '0'],
])('%s refuses %p, and says so', (setting, value) => {
  const { settings, message } = refusal({ [setting]: value });
  expect(settings).toEqual([setting]);
  expect(message).toContain(setting);
  expect(message).toContain(`"${value}"`);
});

test('every wrong setting is told at once, and no password is repeated', () => {
  const { settings, message } = refusal({ DATABASE_URL: 'mysql://root:secret@db', SMTP_URL: 'secret', PORT: 'x' });
  expect([...settings].sort()).toEqual(['DATABASE_URL', 'PORT', 'SMTP_URL']);
  expect(message.split('\n')).toHaveLength(3);
  expect(message).not.toContain('secret');
});

test('every setting says what it must be', () => {
  const silent = Object.entries(Settings.shape).filter(([, schema]) => !schema.description);
  expect(silent).toEqual([]);
});
