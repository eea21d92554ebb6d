import { type Output, progressOn } from '../../../cli/progress.ts';

class Screen implements Output {
  text = '';
  readonly columns = 40;
  readonly isTTY: boolean;
  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const lasting = (ms: number) => () => new Promise<string>((resolve) => setTimeout(resolve, ms, 'done'));

test('what takes less than two seconds is not mentioned', async () => {
  const screen = new Screen(true);
  const task = progressOn(screen)('Short', lasting(1_500));
  await jest.advanceTimersByTimeAsync(1_500);
  expect(await task).toBe('done');
  expect(screen.text).toBe('');
});

test('a terminal counts the seconds of everything at work, on one line that is cleared', async () => {
  const screen = new Screen(true);
  const withProgress = progressOn(screen);
  const tasks = [withProgress('One', lasting(4_000)), withProgress('Two', lasting(6_000))];
  await jest.advanceTimersByTimeAsync(3_000);
  expect(screen.text).toContain('One 3 s · Two 3 s');
  await jest.advanceTimersByTimeAsync(3_000);
  await Promise.all(tasks);
  expect(screen.text.endsWith('\r\u001b[K')).toBe(true);
  expect(screen.text).not.toContain('\n');
});

test('elsewhere a plain line appears now and then', async () => {
  const screen = new Screen(false);
  const task = progressOn(screen)('Building', lasting(20_000));
  await jest.advanceTimersByTimeAsync(20_000);
  await task;
  expect(screen.text).toBe('Building … 2 s\nBuilding … 17 s\n');
});

test('a task that fails fails as it did', async () => {
  const failure = progressOn(new Screen(true))('Broken', () => Promise.reject(new Error('why')));
  await expect(failure).rejects.toThrow('why');
});
