import { condition, defineSignal, setHandler } from '@temporalio/workflow';

/** Tells a waiting workflow to end. */
export const finish = defineSignal('finish');

/** Waits, over any number of restarts, until it is told to end. */
export async function waiting(): Promise<string> {
  let finished = false;
  setHandler(finish, () => {
    finished = true;
  });
  await condition(() => finished);
  return 'finished';
}
