import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProgress } from './progress.ts';
import { type Found, fillCache, firstProgram, type Source, shortReason } from './server-program.ts';
import { cached, download, sdkFolder } from './temporal-server.ts';
import { cacheFolder, type Environment, onPath, runTool } from './tools.ts';

const VERSION = '1.31.0';
const MAIN_CLASS = 'io.temporal.testserver.TestServer';

/**
 * Finds the program of Temporal's time-skipping test server. The order:
 *
 *   1. what 2 or 3 left in the cache folder (XDG_CACHE_HOME or ~/.cache, in fairway/)
 *   2. the download of Temporal's SDK, which a closed network refuses at once
 *   3. its Java archives from Maven Central, which need Java to run and Maven to fetch
 */
export function findTimeSkippingServer(env: Environment, signal: AbortSignal): Promise<string> {
  return firstProgram(
    'A time-skipping test server',
    timeSkippingSources(env, signal),
    'Open the network to temporal.download, or install Java and Maven (https://maven.apache.org).',
  );
}

/** The places where the test server's program may come from, in their documented order. */
export function timeSkippingSources(env: Environment, signal: AbortSignal): Source[] {
  const downloaded = join(sdkFolder(env, 'temporal-test-server'), 'temporal');
  const fetched = join(cacheFolder(env), `temporal-test-server-${VERSION}`);
  return [
    cached(downloaded),
    ...(onPath('java', env) === undefined ? [] : [cached(join(fetched, 'temporal-test-server'))]),
    { name: 'download', find: () => download('time-skipping', downloaded, env, signal) },
    { name: 'Maven Central', find: () => fetchArchives(fetched, env, signal) },
  ];
}

async function fetchArchives(folder: string, env: Environment, signal: AbortSignal): Promise<Found> {
  const maven = onPath('mvn', env);
  if (onPath('java', env) === undefined) return { reason: 'Java is not installed' };
  if (maven === undefined) return { reason: 'Maven is not installed' };
  try {
    await withProgress('Fetching the time-skipping test server from Maven Central', () =>
      fillCache(folder, async (unfinished) => {
        writeFileSync(join(unfinished, 'pom.xml'), pom);
        const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(unfinished, 'lib')}`];
        await runTool(maven, ['-q', '-B', '-f', join(unfinished, 'pom.xml'), ...goal], { env, signal });
        writeFileSync(join(unfinished, 'temporal-test-server'), launcher);
        chmodSync(join(unfinished, 'temporal-test-server'), 0o755);
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    return { reason: `Maven failed: ${shortReason(error)}` };
  }
  return { program: join(folder, 'temporal-test-server') };
}

const pom = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>fairway</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
      <scope>runtime</scope>
    </dependency>
  </dependencies>
</project>
`;

/** The folder is found from the script's own place, so that it may be moved. */
const launcher = `#!/bin/sh
exec java -cp "$(dirname "$0")/lib/*" ${MAIN_CLASS} "$@"
`;
