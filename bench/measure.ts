/** What one round measured: calls per second, and milliseconds of the median and the slowest hundredth. */
export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Makes calls for some seconds, so many at a time; each lane has a number of its own and waits for its answers. */
export async function measure(
  concurrency: number,
  seconds: number,
  call: (lane: number) => Promise<unknown>,
): Promise<Measured> {
  const taken: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  const lanes = Array.from({ length: concurrency }, async (_, lane) => {
    while (performance.now() < end) taken.push(await timed(() => call(lane)));
  });
  await Promise.all(lanes);
  const perSecond = (taken.length * 1_000) / (performance.now() - start);
  return { perSecond, ...percentiles(taken) };
}

/** Milliseconds a call takes. */
export async function timed(call: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await call();
  return performance.now() - begun;
}

/** The median and the slowest hundredth. */
export function percentiles(taken: readonly number[]): { p50: number; p99: number } {
  const sorted = [...taken].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
