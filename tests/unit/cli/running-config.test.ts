import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolderAt, writeJson } from '../../../cli/data-folder.ts';
import { identify } from '../../../cli/process-identity.ts';
import { runningConfig } from '../../../cli/running-config.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'running-'));
});

afterEach(() => rmSync(root, { recursive: true }));

const environment = {
  DATABASE_URL: 'postgresql://inner/fairway',
  TEMPORAL_ADDRESS: '127.0.0.1:7240',
  CLOCK_FACTOR: '4320',
};

function leave(startTime: string | undefined): void {
  writeJson(dataFolderAt(root).running, { services: [{ name: 'api', pid: process.pid, startTime }], environment });
}

test('a command beside npm start uses the settings under which it runs', () => {
  leave(identify(process.pid)?.startTime);
  const config = runningConfig({ LOG_LEVEL: 'debug' }, root);
  expect(config).toMatchObject({
    databaseUrl: 'postgresql://inner/fairway',
    logLevel: 'debug',
    clock: { factor: 4320 },
  });
});

test('an environment that names a database wins', () => {
  leave(identify(process.pid)?.startTime);
  expect(runningConfig({ DATABASE_URL: 'postgresql://mine/crm' }, root)).toMatchObject({
    databaseUrl: 'postgresql://mine/crm',
    clock: { factor: 1 },
  });
});

test('where nothing runs, or what ran has died, the sentence says what to do', () => {
  expect(() => runningConfig({}, root)).toThrow('npm start');
  leave('long ago');
  expect(() => runningConfig({}, root)).toThrow('npm start');
});
