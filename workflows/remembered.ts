import type { CommandResult } from './messages.ts';

const most = 500;

/** Results of commands already carried out, so that a repeated command id is answered and not done again, across runs too. */
export class RememberedCommands {
  private readonly results: Map<string, CommandResult>;

  constructor(carried: readonly CommandResult[]) {
    this.results = new Map(carried.map((result) => [result.commandId, result]));
  }

  find(commandId: string): CommandResult | undefined {
    return this.results.get(commandId);
  }

  /** Keeps the latest ones; older commands are still found in the permanent record. */
  keep(result: CommandResult): void {
    this.results.set(result.commandId, result);
    for (const oldest of this.results.keys()) {
      if (this.results.size <= most) break;
      this.results.delete(oldest);
    }
  }

  all(): CommandResult[] {
    return [...this.results.values()];
  }
}
