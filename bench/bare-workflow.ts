import { condition, defineUpdate, setHandler } from '@temporalio/workflow';

/** The least a durable command can be: an update with a validator, answered at once. */
export const addUpdate = defineUpdate<number, [number]>('add');

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
