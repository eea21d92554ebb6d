/**
 * Who may import whom: the table of the architecture, row by row. Whatever a row does not name is forbidden.
 * Files are read with swc, which sees `import type` as an import like any other; that workflows take activities as types
 * only is checked in tests/unit/import-rules.test.ts, and the console's .tsx files, which swc is not asked to read here,
 * are checked in tests/unit/web/imports.test.ts.
 */

const core =
  '^node:|^(assert|async_hooks|child_process|crypto|dns|events|fs|https?|module|net|os|path|readline|stream|timers|url|util|worker_threads|zlib)(/|$)';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const anyPackage = '(^|/)node_modules/';

/** Folders and files that bring everything together, and the tests: they may import anything but each other. */
const compositionRoots = '^(worker\\.ts|api/server\\.ts|cli/|prisma/seed\\.ts|docker/|bench/)';

const row = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { pathNot: allowed },
});

const forbidden = [
  row('domain', 'The business is pure: it imports nothing but itself.', { path: '^domain/' }, ['^domain/']),
  row(
    'variants',
    "A variant is data: it takes its kind's define function and plain values.",
    { path: '^domain/variants/', pathNot: '^domain/variants/index\\.ts$' },
    ['^domain/[a-z-]+/define\\.ts$', '^domain/[a-z-]+\\.ts$'],
  ),
  {
    name: 'variant-by-registry',
    comment: 'Nothing imports a variant except the registry.',
    severity: 'error',
    from: { pathNot: ['^domain/variants/index\\.ts$', '^tests/'] },
    to: { path: '^domain/variants/', pathNot: '^domain/variants/index\\.ts$' },
  },
  {
    name: 'registry',
    comment: 'A running process carries its variant with it; only what starts processes chooses one.',
    severity: 'error',
    from: { pathNot: ['^(activities|api)/', compositionRoots, '^tests/'] },
    to: { path: '^domain/variants/index\\.ts$' },
  },
  row('workflows', 'The durable shell must replay.', { path: '^workflows/' }, [
    '^domain/',
    '^workflows/',
    '^activities/',
    npm('@temporalio/workflow', '@temporalio/common'),
  ]),
  row('gateway', 'The one way in to running processes.', { path: '^gateway/' }, [
    '^domain/',
    '^gateway/',
    '^workflows/(company-)?messages\\.ts$',
    npm('@temporalio/client', '@temporalio/common'),
    core,
  ]),
  row('outbound', 'The way out to servers of others.', { path: '^outbound/' }, [
    '^domain/',
    '^outbound/',
    npm('standardwebhooks'),
    core,
  ]),
  row(
    'documents',
    'Files that people hand in: keeping them, looking into them, reading and comparing their texts.',
    { path: '^documents/' },
    ['^documents/', npm('@aws-sdk/client-s3', 'diff', 'mammoth', 'pdfjs-dist', 'tsx', 'yauzl'), core],
  ),
  row('activities', 'What processes do to the outside world.', { path: '^activities/' }, [
    '^domain/',
    '^activities/',
    '^documents/',
    '^gateway/',
    '^outbound/',
    '^prisma/(?!(seed|migrate|new-migration|schema-engine)\\.ts)',
    '^workflows/(company-)?messages\\.ts$',
    npm('@temporalio/[a-z-]+', 'nodemailer', 'pino'),
    core,
  ]),
  row(
    'prisma',
    'The database and the reading and writing of its tables.',
    { path: '^prisma/', pathNot: compositionRoots },
    [
      '^domain/',
      '^prisma/',
      '^workflows/(company-)?messages\\.ts$',
      npm('@prisma/[a-z-]+', 'pg', 'chinese-days'),
      core,
    ],
  ),
  row('api-contracts', 'What the console and the outside world may rely on.', { path: '^api/contracts/' }, [
    '^domain/',
    '^api/contracts/',
    npm('zod', 'zod-openapi'),
  ]),
  row(
    'api',
    'Parse, call, answer. Workflows only by their messages.',
    { path: '^api/', pathNot: ['^api/server\\.ts$'] },
    [
      '^domain/',
      '^api/',
      '^documents/',
      '^gateway/',
      '^outbound/',
      '^prisma/(?!(seed|migrate|new-migration|schema-engine)\\.ts)',
      '^workflows/(company-)?messages\\.ts$',
      `(^|/)node_modules/(?!@temporalio/(worker|workflow|activity|testing)/)`,
      core,
    ],
  ),
  row('web', 'The console knows the API by its contracts alone.', { path: '^web/src/' }, [
    '^domain/',
    '^api/contracts/',
    '^web/',
    anyPackage,
  ]),
  row('config', 'One schema of settings.', { path: '^config\\.ts$' }, [npm('zod', '@temporalio/envconfig')]),
  row('roots', 'Composition roots take everything but the console and the tests.', { path: compositionRoots }, [
    '^(?!web/|tests/)',
  ]),
  {
    name: 'tests',
    comment: 'Nothing imports tests.',
    severity: 'error',
    from: { pathNot: '^(tests|bench)/' },
    to: { path: '^tests/' },
  },
  {
    name: 'no-cycle',
    comment: 'Modules that import each other in a circle cannot be understood one by one.',
    severity: 'error',
    from: { pathNot: '^prisma/generated/' },
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'An import must lead somewhere.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden,
  options: {
    parser: 'swc',
    doNotFollow: { path: ['node_modules', '^prisma/generated/'] },
    exclude: { path: ['^prisma/generated/internal', '^\\.fairway', '^web/dist/', '\\.tsx$'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
