import { closingLine, countsOf, hasSucceeded, type JestReport, sumOf } from '../support/counts.ts';

const good: JestReport = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

test('tests that ran are counted as jest counts them', () => {
  const report = { ...good, success: false, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
  expect(countsOf(report, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  expect(countsOf(good, 0)).toEqual({ passed: 5, failed: 0, skipped: 0 });
});

test('a file that cannot be loaded, a run without a report, and a bad end without a reason are failures', () => {
  expect(countsOf({ ...good, success: false, numRuntimeErrorTestSuites: 1 }, 1).failed).toBe(1);
  expect(countsOf(undefined, 1).failed).toBe(1);
  expect(countsOf(undefined, 0).failed).toBe(1);
  expect(countsOf(good, 1).failed).toBe(1);
});

test('the sum succeeds only when something passed and nothing failed', () => {
  const passed = { passed: 2, failed: 0, skipped: 1 };
  const failed = { passed: 3, failed: 1, skipped: 0 };
  expect(sumOf([passed, failed])).toEqual({ passed: 5, failed: 1, skipped: 1 });
  expect(hasSucceeded(passed)).toBe(true);
  expect(hasSucceeded(sumOf([passed, failed]))).toBe(false);
  expect(hasSucceeded(sumOf([]))).toBe(false);
});

test('the closing line names skipped tests only when there are any', () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(closingLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
});
