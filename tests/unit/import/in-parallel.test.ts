import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../../../cli/in-parallel.ts';

test('every item is done once, never more at a time than allowed', async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];
  await inParallel([5, 1, 4, 2, 3], 2, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await sleep(item);
    underWay -= 1;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('the first failure is passed on, once what was under way is done and without beginning anything more', async () => {
  const done: number[] = [];
  const running = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
    await sleep(item === 1 ? 1 : 10);
    if (item === 1) throw new Error('no');
    done.push(item);
  });
  await expect(running).rejects.toThrow('no');
  expect(done).toEqual([2]);
});
