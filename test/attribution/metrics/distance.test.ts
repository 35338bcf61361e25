import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relativeL1, relativeL2 } from '../../../src/attribution/metrics/index.ts';

const vectors = fc
  .array(fc.integer({ min: -10, max: 10 }), { minLength: 4, maxLength: 4 })
  .map((values) => Float64Array.from(values));

describe.each([
  { name: 'relativeL1', distance: relativeL1 },
  { name: 'relativeL2', distance: relativeL2 },
])('$name', ({ distance }) => {
  it('is 0 for equal attributions and 1 for attributions of 0', () => {
    expect(distance(Float64Array.of(3, -4), Float64Array.of(3, -4))).toBe(0);
    expect(distance(Float64Array.of(0, 0), Float64Array.of(3, -4))).toBe(1);
  });

  it('is 0 where all attributions are 0, and Infinity where only those compared with are', () => {
    expect(distance(Float64Array.of(0, 0), Float64Array.of(0, 0))).toBe(0);
    expect(distance(Float64Array.of(0, 1), Float64Array.of(0, 0))).toBe(Infinity);
  });

  it('does not depend on the unit of both', () => {
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        // A power of 2 scales without rounding.
        expect(
          distance(
            a.map((value) => 1024 * value),
            b.map((value) => 1024 * value),
          ),
        ).toBe(distance(a, b));
      }),
    );
  });

  it('refuses what is not finite', () => {
    expect(() => distance(Float64Array.of(0, NaN), Float64Array.of(0, 1))).toThrow(
      'The first of two attributions is NaN at index 1; it must be finite.',
    );
    expect(() => distance(Float64Array.of(0, 1), Float64Array.of(-Infinity, 1))).toThrow(
      'The second of two attributions is -Infinity at index 0',
    );
  });

  it('refuses attributions of different lengths', () => {
    expect(() => distance(new Float64Array(3), new Float64Array(4))).toThrow(
      'Attributions of 3 and 4 elements cannot be compared',
    );
  });
});

it('relativeL1 adds absolute differences, relativeL2 takes the root of the sum of their squares', () => {
  // The difference is (1, 2, -2); norms of the reference are 3 + 0 + 4 = 7 and the root of 9 + 0 + 16.
  const [attributions, reference] = [Float64Array.of(4, 2, -6), Float64Array.of(3, 0, -4)];
  expect(relativeL1(attributions, reference)).toBe(5 / 7);
  expect(relativeL2(attributions, reference)).toBe(3 / 5);
});
