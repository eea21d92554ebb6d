import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers } from './ports.ts';
import { Sentence } from './sentence.ts';
import type { ServiceCommand } from './services.ts';

/** How to run the mail catcher: it takes every mail, sends none on, and shows them in a web inbox. */
export function mailCatcherCommand(at: { smtpPort: number; webPort: number; directory: string }): ServiceCommand {
  mkdirSync(at.directory, { recursive: true });
  const ports = ['--smtp', String(at.smtpPort), '--web', String(at.webPort)];
  const local = ['--ip', '127.0.0.1', '--web-ip', '127.0.0.1'];
  return {
    command: process.execPath,
    args: [maildevProgram(), ...ports, ...local, '--mail-directory', at.directory],
    env: {},
  };
}

/** Tells whether the mail catcher takes mail and shows it. */
export async function mailCatcherAnswers(at: { smtpPort: number; webPort: number }): Promise<boolean> {
  return (await answers(at.smtpPort)) && (await answers(at.webPort));
}

function maildevProgram(): string {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const program = join(root, 'node_modules', 'maildev', 'dist', 'bin', 'maildev.js');
  if (existsSync(program)) return program;
  throw new Sentence(
    `The mail catcher is missing (${program}); run npm ci, or set SMTP_URL to a mail server of your own.`,
  );
}
