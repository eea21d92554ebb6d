import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Stack } from './stack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A worker as a process of its own, which can be killed without a word. */
export class WorkerProcess {
  private static readonly running = new Set<WorkerProcess>();
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;

  private constructor(child: ChildProcess) {
    this.child = child;
    WorkerProcess.running.add(this);
    this.gone = new Promise((resolve) => {
      child.once('exit', () => {
        WorkerProcess.running.delete(this);
        resolve();
      });
    });
  }

  /** Starts a worker on a stack and waits until it polls. */
  static async start(stack: Stack, settings: Record<string, string> = {}): Promise<WorkerProcess> {
    const env = { ...process.env, ...stack.env, LOG_LEVEL: 'info', ...settings };
    const child = spawn(process.execPath, ['--import', 'tsx', 'worker.ts'], { cwd: root, env });
    const worker = new WorkerProcess(child);
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('worker ready')) resolve();
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => reject(new Error(`The worker ended with ${code}:\n${output}`)));
    });
    return worker;
  }

  /** Kills whatever a failed test has left running. */
  static async killAll(): Promise<void> {
    await Promise.all([...WorkerProcess.running].map((worker) => worker.kill()));
  }

  /** As a power cut would: no time to finish anything. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.gone;
  }
}
