import fc from 'fast-check';
import { z } from 'zod';
import { cursorFor, page, positionOf } from '../../../api/keyset.ts';
import { Problem } from '../../../api/problem.ts';

const shape = z.tuple([z.number(), z.string()]);

function refusal(cursor: string, order = 'age'): unknown {
  try {
    return positionOf(cursor, order, shape);
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

test('a cursor gives back the position it was made from', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), (value, id) => {
      expect(positionOf(cursorFor('age', [value, id]), 'age', shape)).toEqual([value === 0 ? 0 : value, id]);
    }),
  );
});

test('a cursor of another order, or of another shape, is refused', () => {
  expect(refusal(cursorFor('value', [1, 'a']))).toBe('MALFORMED');
  expect(refusal(cursorFor('age', ['a', 1]))).toBe('MALFORMED');
  expect(refusal(cursorFor('age', [1, 'a', 'b']))).toBe('MALFORMED');
});

test('whatever else is sent as a cursor is refused, never thrown on', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => Buffer.from(json).toString('base64url')),
      ),
      (cursor) => {
        expect(refusal(cursor)).toBe('MALFORMED');
      },
    ),
  );
});

test('a page has a next one only when there are more rows', () => {
  const cursorOf = (row: number) => `after ${row}`;
  expect(page([1, 2, 3], 2, cursorOf)).toEqual({ items: [1, 2], next: 'after 2' });
  expect(page([1, 2], 2, cursorOf)).toEqual({ items: [1, 2], next: null });
  expect(page([], 2, cursorOf)).toEqual({ items: [], next: null });
});
