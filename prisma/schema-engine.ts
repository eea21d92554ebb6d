import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** The folder that holds schema.prisma and migrations/. */
export const PRISMA_FOLDER = dirname(fileURLToPath(import.meta.url));

/** Tables kept outside the migrations: none. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** The part of WebAssembly used here; its types come with the browser's, which this project does not load. */
interface Wasm {
  instantiate(
    source: Uint8Array,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
}

let loaded: Promise<void> | undefined;

/** The engine is loaded once for each process: its bindings are module-wide. */
function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
    const wasm = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'));
    const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };
    const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': engineImports() });
    bindings.__wbg_set_wasm(instance.exports);
    const start = instance.exports.__wbindgen_start as () => void;
    start();
  })();
  return loaded;
}

/** What the engine asks of JavaScript; its time limits must not keep a process alive that has finished its work. */
function engineImports(): Record<string, unknown> {
  const imports: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(bindings) as [string, (...args: unknown[]) => unknown][]) {
    imports[name] = name.startsWith('__wbg_setTimeout')
      ? (...args: unknown[]) => (value(...args) as NodeJS.Timeout).unref()
      : value;
  }
  return imports;
}

/**
 * Runs one task with Prisma's own schema engine as WebAssembly, bound to one database, so that no binary has to be
 * downloaded. The connection is closed at the end: left open, it would keep the engine's migration lock.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  task: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    return await openEngine(new WholeScriptPg(pool), task);
  } finally {
    await pool.end();
  }
}

/** The SQL that leads from one schema to another, or `undefined` when they are the same. Needs no database. */
export async function sqlBetween(from: string, to: string): Promise<string | undefined> {
  const datamodel = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
    configDir: PRISMA_FOLDER,
  });
  const { stdout } = await openEngine(new OfflinePg({}), (engine) =>
    engine.diff({
      from: from === '' ? { tag: 'empty' } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return stdout === null || stdout.trim() === '-- This is an empty migration.' ? undefined : stdout;
}

async function openEngine<T>(factory: PrismaPg, task: (engine: bindings.SchemaEngine) => Promise<T>): Promise<T> {
  await loadEngine();
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, bound);
  try {
    return await task(engine);
  } finally {
    engine.free();
  }
}

/**
 * Prisma's adapter cuts a script at every semicolon, which breaks the body of a function or a trigger.
 * This one sends a migration whole, as the official tool does.
 */
class WholeScriptPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter
        .underlyingDriver()
        .query(script)
        .catch((error: pg.DatabaseError) => {
          throw new DriverAdapterError({
            kind: 'postgres',
            code: error.code ?? '',
            severity: error.severity ?? 'ERROR',
            message: error.message,
            detail: error.detail,
            column: error.column,
            hint: error.hint,
          });
        });
    };
    return adapter;
  }
}

/** The engine asks every database for its version before it compares two schemas, though it then needs none. */
class OfflinePg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.queryRaw = async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 18.0', 180000]],
    });
    return adapter;
  }
}
