import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DataFolder,
  dataFolderAt,
  folderSettings,
  prepareDataFolder,
  wipeDataFolder,
} from '../../../cli/data-folder.ts';
import { lockFolder } from '../../../cli/folder-lock.ts';
import { identify } from '../../../cli/process-identity.ts';

let root: string;
let folder: DataFolder;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'data-folder-'));
  folder = dataFolderAt(join(root, 'data'));
});

afterEach(() => rmSync(root, { recursive: true }));

test('what a folder remembers is written once and found again, for its owner only', () => {
  prepareDataFolder(folder);
  const settings = folderSettings(folder, false);
  expect(settings.postgresPassword.length).toBeGreaterThan(20);
  expect(folderSettings(folder, false)).toEqual(settings);
  expect(statSync(folder.settings).mode & 0o077).toBe(0);
});

test("a folder with somebody else's files is refused and left as it is", () => {
  mkdirSync(join(folder.path, 'photos'), { recursive: true });
  expect(() => prepareDataFolder(folder)).toThrow('photos');
  expect(readdirSync(folder.path)).toEqual(['photos']);
});

test('a real world is not thrown away by the fast pace, nor a fast one taken for real', () => {
  prepareDataFolder(folder);
  folderSettings(folder, false);
  expect(() => folderSettings(folder, true)).toThrow('real pace');
  rmSync(folder.settings);
  folderSettings(folder, true);
  expect(() => folderSettings(folder, false)).toThrow('fast pace');
});

test('a database without its settings is called half-written', () => {
  mkdirSync(folder.postgres, { recursive: true });
  expect(() => folderSettings(folder, false)).toThrow(/half-written.*--reset/);
});

test('a folder whose settings cannot be read is named with the way out', () => {
  prepareDataFolder(folder);
  writeFileSync(folder.settings, '{"throwAway": fal');
  expect(() => folderSettings(folder, false)).toThrow(/settings\.json.*--reset/);
});

test('wiping deletes what is ours, keeps the lock, and touches nothing else', () => {
  prepareDataFolder(folder);
  folderSettings(folder, false);
  const unlock = lockFolder(folder);
  writeFileSync(`${folder.temporal}-wal`, '');
  writeFileSync(join(folder.path, 'notes.txt'), 'mine');
  wipeDataFolder(folder);
  expect(readdirSync(folder.path).sort()).toEqual(['lock.json', 'notes.txt']);
  unlock();
  expect(existsSync(folder.lock)).toBe(false);
});

test('a held folder names its holder', () => {
  prepareDataFolder(folder);
  lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`);
});

test('the lock of a process that has died is taken over, even when its number lives on', () => {
  prepareDataFolder(folder);
  const dead = { pid: process.pid, startTime: 'long ago', since: new Date(0).toISOString() };
  writeFileSync(folder.lock, JSON.stringify(dead));
  const unlock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`);
  unlock();
  expect(readdirSync(folder.path)).toEqual(['logs']);
});

test('a process is told from a later one with its number', () => {
  const own = identify(process.pid);
  expect(own).toEqual({ pid: process.pid, startTime: expect.any(String) });
  expect(own?.startTime).not.toBe('');
  expect(identify(2 ** 22 + 1)).toBeUndefined();
});
