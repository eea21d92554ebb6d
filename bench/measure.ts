/** What one round measured: calls per second, and milliseconds of the median and the slowest hundredth. */
export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Makes `calls` calls, `concurrency` at a time; each lane has a number of its own. */
export async function measure(
  concurrency: number,
  calls: number,
  call: (lane: number) => Promise<unknown>,
): Promise<Measured> {
  const taken: number[] = [];
  let left = calls;
  const start = performance.now();
  const lanes = Array.from({ length: concurrency }, async (_, lane) => {
    while (left > 0) {
      left -= 1;
      const begun = performance.now();
      await call(lane);
      taken.push(performance.now() - begun);
    }
  });
  await Promise.all(lanes);
  const seconds = (performance.now() - start) / 1_000;
  taken.sort((a, b) => a - b);
  const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0;
  return { perSecond: calls / seconds, p50: at(0.5), p99: at(0.99) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
