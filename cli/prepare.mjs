/**
 * Runs before `npm start` and `npm test` on nothing but Node itself: installs the packages when they are missing or
 * differ from package-lock.json, and generates the database client when it is missing or older than its schema. With
 * `--console` it also builds the web console when it is missing or anything it is built from has changed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const SHOWN_LINES = 12;
const SHOW_EVERY_MS = process.stdout.isTTY ? 1_000 : 15_000;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

async function main() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Error(
      `Fairway needs Node.js ${OLDEST_NODE} or newer and this is ${process.version}; see https://nodejs.org.`,
    );
  }
  if (!packagesAreCurrent()) {
    await run('Installing the packages', npm(['ci', '--no-audit', '--no-fund']), {
      remedy: 'check the network or the registry of npm, then try again',
    });
  }
  const wanted = clientFingerprint();
  const fingerprintFile = 'prisma/generated/.fingerprint';
  if (textOf(fingerprintFile) !== wanted) {
    // Prisma asks for a program here that generating never runs, and would otherwise download it.
    const env = {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
    };
    await run('Generating the database client', [process.execPath, 'node_modules/prisma/build/index.js', 'generate'], {
      env,
      remedy: 'mend prisma/schema.prisma, then try again',
    });
    writeFileSync(fingerprintFile, wanted);
  }
  if (process.argv.includes('--console')) await buildConsole();
}

async function buildConsole() {
  const wanted = consoleFingerprint();
  const fingerprintFile = 'web/dist/.fingerprint';
  if (textOf(fingerprintFile) === wanted) return;
  await run('Building the console', [process.execPath, 'node_modules/vite/bin/vite.js', 'build', 'web'], {
    remedy: 'mend the file that is named, then try again',
  });
  writeFileSync(fingerprintFile, wanted);
}

/** Of everything the console is built from. */
function consoleFingerprint() {
  const hash = createHash('sha256').update(textOf('package-lock.json'));
  for (const folder of ['web', 'domain', 'api/contracts']) {
    for (const file of filesIn(folder)) hash.update(`\n${file}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join('web', 'dist')))
    .sort();
}

/** npm writes down what it installed when it has finished; packages for other platforms are allowed to be missing. */
function packagesAreCurrent() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const installed = JSON.parse(textOf('node_modules/.package-lock.json')).packages;
  const wanted = Object.entries(JSON.parse(textOf('package-lock.json')).packages);
  return wanted.every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

function clientFingerprint() {
  const { version } = JSON.parse(textOf('node_modules/prisma/package.json'));
  return createHash('sha256')
    .update(`${version}\n${textOf('prisma/schema.prisma')}`)
    .digest('hex');
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The npm that started this script, or else the one on PATH. */
function npm(args) {
  return process.env.npm_execpath ? [process.execPath, process.env.npm_execpath, ...args] : ['npm', ...args];
}

/** Runs a tool quietly, counting the seconds; its own words are shown only when it fails. */
function run(label, [command, ...args], { env = process.env, remedy }) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1_000);
    const show = () =>
      process.stdout.write(process.stdout.isTTY ? `\r${label} … ${seconds()} s` : `${label} … ${seconds()} s\n`);
    show();
    const timer = setInterval(show, SHOW_EVERY_MS);
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const passOn = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, passOn);
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk));
    const end = (failure) => {
      clearInterval(timer);
      process.stdout.write(process.stdout.isTTY ? `\r${label}: ${seconds()} s    \n` : `${label}: ${seconds()} s\n`);
      if (failure === undefined) return resolve();
      const lines = words.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('npm warn'));
      reject(new Error(`${lines.slice(0, SHOWN_LINES).join('\n')}\n${label} failed (${failure}); ${remedy}.`));
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
}
