import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exponentials } from '../../src/network/exponential.ts';

/** Bits behind the point of whole numbers that stand for others: the smallest float64 has 1074. */
const bits = 1300n;
const one = 1n << bits;

function fixed(number: number): bigint {
  // Any float64 is a whole number times 2^-1074; halves of it are exact above 2^-1021.
  let [mantissa, exponent] = [Math.abs(number), 0n];
  while (mantissa % 1 !== 0) [mantissa, exponent] = [mantissa * 2, exponent + 1n];
  const size = (BigInt(mantissa) << bits) >> exponent;
  return number < 0 ? -size : size;
}

/** By Taylor's series of a number 2^20 times smaller, squared twenty times; it is right to some 1,200 bits. */
function exactly(number: number): bigint {
  const small = fixed(number) >> 20n;
  let sum = 0n;
  let term = one;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = ((term * small) >> bits) / k;
  }
  for (let i = 0; i < 20; i++) sum = (sum * sum) >> bits;
  return sum;
}

/** How far it is off the exact number, in units of its last place, of which the smallest is 2^-1074. */
function unitsOff(number: number): number {
  const power = new Float64Array(1);
  exponentials(Float64Array.of(number), 0, power);
  const exponent = Math.max(-1074, Math.floor(Math.log2(power[0])) - 52);
  const off = (fixed(power[0]) - exactly(number)) << 20n;
  return Math.abs(Number(off >> (bits + BigInt(exponent)))) / 2 ** 20;
}

it('exponentials are right to 1.03 units in the last place, from 0 down to where they are rounded to 0', () => {
  const numbers = fc.oneof(
    fc.double({ min: -1, max: 0, noNaN: true }),
    fc.double({ min: -40, max: 0, noNaN: true }),
    fc.double({ min: -746, max: 0, noNaN: true }),
    fc.double({ min: -746, max: -700, noNaN: true }),
  );
  fc.assert(
    fc.property(numbers, (number) => {
      expect(unitsOff(number)).toBeLessThanOrEqual(1.03);
    }),
    { numRuns: 2000 },
  );
});

it('exponentials of 0 and of a step beside a multiple of ln 2 / 32 are as right, and those of infinity and NaN', () => {
  const steps = Array.from({ length: 34_440 / 28 }, (_, i) => -(i * 28 + 0.5) * (Math.LN2 / 32));
  expect(Math.max(...steps.map(unitsOff))).toBeLessThanOrEqual(1.03);
  const powers = new Float64Array(4);
  const sum = exponentials(Float64Array.of(3, -Infinity, 2.999, -1e300), 3, powers);
  expect([...powers]).toEqual([1, 0, expect.closeTo(Math.exp(-0.001), 14), 0]);
  expect(sum).toBe(powers[0] + powers[2]);
  exponentials(Float64Array.of(NaN), 0, powers);
  expect(powers[0]).toBeNaN();
});
