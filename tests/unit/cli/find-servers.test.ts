import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Found, fillCache, firstProgram, type Source } from '../../../cli/server-program.ts';
import { sdkFolder, temporalCommand, temporalSources } from '../../../cli/temporal-server.ts';
import { timeSkippingSources } from '../../../cli/time-skipping-server.ts';
import { cacheFolder } from '../../../cli/tools.ts';

const { signal } = new AbortController();
let root: string;
let env: { PATH: string; XDG_CACHE_HOME: string };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'servers-'));
  env = { PATH: join(root, 'bin'), XDG_CACHE_HOME: join(root, 'cache') };
});

afterEach(() => rmSync(root, { recursive: true }));

function program(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

/** The first source that answers without the network. */
async function found(sources: readonly Source[]): Promise<string | undefined> {
  for (const source of sources.filter(({ name }) => name === 'temporal on PATH' || name === 'cache')) {
    const answer = await source.find();
    if ('program' in answer) return answer.program;
  }
  return undefined;
}

const answering = (name: string, answer: Found): Source => ({ name, find: async () => answer });

test('sources are asked in order, and none after the first that answers', async () => {
  const untouched: Source = { name: 'never', find: () => Promise.reject(new Error('asked too much')) };
  const sources = [answering('a', {}), answering('b', { program: '/b' }), untouched];
  expect(await firstProgram('A server', sources, 'Install it.')).toBe('/b');
});

test('when nobody answers, one sentence gives the reasons and the remedy', async () => {
  const sources = [
    answering('PATH', { reason: 'not there' }),
    answering('cache', {}),
    answering('build', { reason: 'no Go' }),
  ];
  await expect(firstProgram('A server', sources, 'Install it.')).rejects.toThrow(
    'A server was not found (PATH: not there; build: no Go). Install it.',
  );
});

test('the Temporal server: PATH, then what was kept, then the download, then the build', async () => {
  const sources = () => temporalSources(env, signal, async () => 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)');
  expect(sources().map(({ name }) => name)).toEqual(['temporal on PATH', 'cache', 'cache', 'download', 'build']);
  expect(await found(sources())).toBeUndefined();
  const built = program(join(cacheFolder(env), 'temporal-1.5.1', 'temporal'));
  expect(await found(sources())).toBe(built);
  const downloaded = program(join(sdkFolder(env, 'temporal'), 'temporal'));
  expect(await found(sources())).toBe(downloaded);
  const installed = program(join(env.PATH, 'temporal'));
  expect(await found(sources())).toBe(installed);
});

test('a temporal on PATH with too old a server is passed over', async () => {
  program(join(env.PATH, 'temporal'));
  const [onPath] = temporalSources(env, signal, async () => 'temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)');
  expect(await onPath?.find()).toEqual({ reason: expect.stringContaining('older than 1.26') });
});

test('without Go the build says so', async () => {
  const build = temporalSources(env, signal).find(({ name }) => name === 'build');
  expect(await build?.find()).toEqual({ reason: 'Go is not installed' });
});

test('the time-skipping server: what was kept, then the download, then Maven Central', async () => {
  const fetched = program(join(cacheFolder(env), 'temporal-test-server-1.31.0', 'temporal-test-server'));
  expect(timeSkippingSources(env, signal).map(({ name }) => name)).toEqual(['cache', 'download', 'Maven Central']);
  expect(await found(timeSkippingSources(env, signal))).toBeUndefined();
  program(join(env.PATH, 'java'));
  expect(await found(timeSkippingSources(env, signal))).toBe(fetched);
});

test('without Java or Maven the archives are not asked for', async () => {
  const archives = () => timeSkippingSources(env, signal).at(-1)?.find();
  expect(await archives()).toEqual({ reason: 'Java is not installed' });
  program(join(env.PATH, 'java'));
  expect(await archives()).toEqual({ reason: 'Maven is not installed' });
});

test('an interrupted build leaves nothing half-made', async () => {
  const folder = join(root, 'built');
  const cutOff = fillCache(folder, async (unfinished) => {
    writeFileSync(join(unfinished, 'half'), '');
    throw new Error('cut off');
  });
  await expect(cutOff).rejects.toThrow('cut off');
  expect(readdirSync(root)).toEqual([]);
});

test('of two builds at once the first to finish is kept', async () => {
  const folder = join(root, 'built');
  await fillCache(folder, async (unfinished) => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'theirs'), '');
    writeFileSync(join(unfinished, 'ours'), '');
  });
  expect(existsSync(join(folder, 'theirs'))).toBe(true);
  expect(readdirSync(root)).toEqual(['built']);
});

test('the server keeps its history in a file and shows its console on a port of its own', () => {
  const { args } = temporalCommand('temporal', { port: 7233, uiPort: 8233, dbFile: 'history.db' }, env);
  expect(args.join(' ')).toContain('--db-filename history.db --ui-port 8233');
  expect(args).not.toContain('--headless');
  expect(temporalCommand('temporal', { port: 7233 }, env).args).toContain('--headless');
});
