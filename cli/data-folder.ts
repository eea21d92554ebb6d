import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Sentence } from './sentence.ts';

/** Everything Fairway ever puts into its data folder; nothing else is deleted from it. */
const entries = {
  settings: 'settings.json',
  lock: 'lock.json',
  running: 'running.json',
  seeded: 'seeded.txt',
  postgres: 'postgres',
  postgresNew: 'postgres.new',
  temporal: 'temporal.db',
  mail: 'mail',
  documents: 'documents',
  logs: 'logs',
} as const;

/** The folder that keeps the embedded database, workflows and mails from one start to the next. */
export type DataFolder = { readonly path: string } & { readonly [entry in keyof typeof entries]: string };

/** The parts of `npm start` that listen on a port of their own beside the API. */
export type InnerPort = 'postgres' | 'temporal' | 'temporalUi' | 'smtp' | 'mailUi';

/** What a data folder remembers about itself. */
export interface FolderSettings {
  /** Made by the fast pace, which empties it at each start. */
  readonly throwAway: boolean;
  readonly postgresPassword: string;
  readonly ports: Partial<Record<InnerPort, number>>;
  /** The Temporal server has been up with its file; until then the file may be half-made, and holds nothing. */
  readonly temporalServed?: boolean;
}

/** Names the files of a data folder without touching the disk. */
export function dataFolderAt(path: string): DataFolder {
  const root = resolve(path);
  const files = Object.entries(entries).map(([entry, name]) => [entry, join(root, name)]);
  return { path: root, ...Object.fromEntries(files) } as DataFolder;
}

/** Makes the folder, refusing one that holds somebody else's files. */
export function prepareDataFolder(folder: DataFolder): void {
  const foreign = foreignEntries(folder);
  if (foreign.length > 0) {
    throw new Sentence(
      `${folder.path} is not a Fairway data folder (it holds ${foreign.slice(0, 3).join(', ')}); choose an empty one with --data.`,
    );
  }
  mkdirSync(folder.logs, { recursive: true });
}

/** Reads what the folder remembers, or writes it the first time. */
export function folderSettings(folder: DataFolder, throwAway: boolean): FolderSettings {
  if (existsSync(folder.settings)) {
    const settings = readJson<FolderSettings>(folder.settings);
    if (settings.throwAway === throwAway) return settings;
    const remedy = 'choose another folder with --data';
    throw new Sentence(
      throwAway
        ? `${folder.path} holds a world at real pace, which --pace fast would delete; ${remedy}.`
        : `${folder.path} holds a throw-away world at fast pace; start it with --pace fast, or ${remedy}.`,
    );
  }
  const orphan = [folder.postgres, folder.temporal].find((path) => existsSync(path));
  if (orphan !== undefined) {
    throw new Sentence(
      `${folder.path} is half-written: ${basename(orphan)} is there, but settings.json with its password is not; run npm start -- --reset to begin anew, or put the folder back from a copy.`,
    );
  }
  const settings = { throwAway, postgresPassword: randomBytes(18).toString('base64url'), ports: {} };
  writeJson(folder.settings, settings);
  return settings;
}

/** Deletes everything Fairway keeps in the folder, except the lock of the start that asks for it. */
export function wipeDataFolder(folder: DataFolder): void {
  for (const name of readdirSync(folder.path)) {
    if (isOurs(name) && name !== entries.lock) rmSync(join(folder.path, name), { recursive: true, force: true });
  }
}

/** Reads a small JSON file of the data folder; one that cannot be read is named. */
export function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw new Sentence(`${file} cannot be read (${(error as Error).message}); start with --reset to begin anew.`);
  }
}

/** Writes a small JSON file whole or not at all, readable by its owner only: it may hold a password. */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.tmp`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

function foreignEntries(folder: DataFolder): string[] {
  if (!existsSync(folder.path)) return [];
  return readdirSync(folder.path).filter((name) => !isOurs(name));
}

/** Our entries, and what is written beside them: SQLite's log, a file not yet renamed. */
function isOurs(name: string): boolean {
  return Object.values(entries).some(
    (ours) => name === ours || name.startsWith(`${ours}.`) || name.startsWith(`${ours}-`),
  );
}
