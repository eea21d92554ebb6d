import { existsSync } from 'node:fs';
import { type Config, parseConfig } from '../config.ts';
import { dataFolderAt, readJson } from './data-folder.ts';
import { isRunning } from './process-identity.ts';
import { Sentence } from './sentence.ts';
import type { Running } from './services.ts';
import type { Environment } from './tools.ts';

/**
 * The settings for a command that works beside a running system: those of the environment when it names a database,
 * else those of the world that `npm start` runs in the data folder. Throws a sentence when there is neither.
 */
export function runningConfig(env: Environment, dataFolder = '.fairway'): Config {
  if (env.DATABASE_URL) return parseConfig(env);
  const folder = dataFolderAt(dataFolder);
  const running = existsSync(folder.running) ? readJson<Running>(folder.running) : undefined;
  if (running === undefined || !running.services.some((service) => service.name === 'api' && isRunning(service))) {
    throw new Sentence(
      `Nothing runs in ${folder.path}; run npm start in another terminal first, or set DATABASE_URL, TEMPORAL_ADDRESS and SMTP_URL.`,
    );
  }
  return parseConfig({ ...env, ...running.environment });
}
