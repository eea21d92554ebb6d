import { condition, defineUpdate, setHandler } from '@temporalio/workflow';

/** The least a durable command can be: an update with a validator, answered at once. */
export const addUpdate = defineUpdate<number, [number]>('add');

/** The task queue of bare updates, beside that of the processes. */
export function bareQueueOf(taskQueue: string): string {
  return `${taskQueue}-bare`;
}

/** Adds up what its updates bring, for ever. */
export async function bare(): Promise<void> {
  let total = 0;
  setHandler(
    addUpdate,
    (amount) => {
      total += amount;
      return total;
    },
    { validator: (amount) => void amount },
  );
  await condition(() => total < 0);
}
