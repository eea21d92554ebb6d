import type { OrderCommand } from '../../domain/order/command.ts';
import type { OrderChanges, OrderState } from '../../domain/order/model.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { OrderChangesInput, OrderCommandInput } from '../contracts/orders.ts';
import { lineQuantities, orderLines } from './lines.ts';

/** A command without what says how it is given. */
type Input = OrderCommandInput extends infer Command
  ? Command extends unknown
    ? Omit<Command, 'commandId' | 'expectedVersion'>
    : never
  : never;

/** The command as the rules know it: quantities in thousandths, prices from the product list. */
export async function commandFrom(prisma: PrismaClient, id: string, input: Input): Promise<OrderCommand> {
  switch (input.type) {
    case 'edit':
    case 'change':
      return { ...input, changes: await changesFrom(prisma, id, input.changes) };
    case 'cancel':
    case 'receiveReturn': {
      const { lines, ...rest } = input;
      return lines ? { ...rest, lines: lineQuantities(lines) } : rest;
    }
    case 'pick':
    case 'ship':
    case 'requestReturn':
      return { ...input, lines: lineQuantities(input.lines) } as OrderCommand;
    default:
      return input as OrderCommand;
  }
}

async function changesFrom(
  prisma: PrismaClient,
  id: string,
  { lines, ...rest }: OrderChangesInput,
): Promise<OrderChanges> {
  if (!lines) return rest as OrderChanges;
  const { currency, content, change } = await stateOf(prisma, id);
  const known = [...(change?.content.lines ?? []), ...content.lines];
  return {
    ...rest,
    lines: await orderLines(prisma, lines, { currency, path: 'changes.lines', known }),
  } as OrderChanges;
}

/** An order as it stands on record. */
export async function stateOf(prisma: PrismaClient, id: string): Promise<OrderState> {
  const { snapshot } = await prisma.process.findUniqueOrThrow({ where: { id }, select: { snapshot: true } });
  return (snapshot as unknown as { state: OrderState }).state;
}
