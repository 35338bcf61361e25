import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending } from '../../../src/line/memory/ascending.ts';

it('ascending gives the indices of numbers in order, equal ones as they stand', () => {
  expect([...ascending(Float64Array.of(0.5, 0.25, 0.5, 0, 0.25))]).toEqual([3, 1, 4, 0, 2]);
  const spread = fc.double({ min: 0, max: 1, noNaN: true });
  const crowded = fc.integer({ min: 0, max: 20 }).map((step) => 0.5 + step * 1e-9);
  fc.assert(
    fc.property(fc.array(fc.oneof(spread, crowded), { maxLength: 200 }), (numbers) => {
      const expected = numbers.map((_, i) => i).sort((a, b) => numbers[a] - numbers[b] || a - b);
      expect([...ascending(Float64Array.from(numbers))]).toEqual(expected);
    }),
  );
});
