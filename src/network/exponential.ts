/*
 * The exponential function of numbers that are not larger than 0, by sums and products alone: the same everywhere, and
 * several times as fast as `Math.exp`. `exp(x) = 2^(1 - n) 2^(-1 - j / 32) exp(r)` with whole n and j < 32, and
 * `|r| <= ln 2 / 64`, where Taylor's polynomial of degree 6 is exact to 4e-18 (Tang, Table-driven implementation of the
 * exponential function in IEEE floating-point arithmetic, 1989). Roundings are 1.03 units in the last place at most.
 */

/** `2^(-1 - j / 32)`, rounded. */
export const powersOfTwo = Float64Array.from([
  0.5, 0.48928603104385004, 0.47880164034928685, 0.468541908527575, 0.4585020216023356, 0.4486772687507768,
  0.43906304009332486, 0.4296548245306195, 0.42044820762685725, 0.41143886953849124, 0.40262258298731357,
  0.3939952112769716, 0.3855527063519852, 0.3772911068983557, 0.36920653648487484, 0.36129520174426166,
  0.3535533905932738, 0.345977470490958, 0.33856388673422316, 0.33130916078993533, 0.3242098886627524,
  0.3172627392979333, 0.310464453018371, 0.30381183999511724, 0.29730177875068026, 0.29093121469439437,
  0.2846971586891729, 0.2785966856489731, 0.2726269331663144, 0.2667851001692059, 0.26106844560685344,
  0.25547428716352916,
]);

/** `2^(1 - n)`, down to 0. */
const halvings = new Float64Array(1078).fill(2);
for (let n = 1; n < halvings.length; n++) halvings[n] = halvings[n - 1] / 2;

/**
 * Writes `exp(x - shift)` for each of some numbers, none of which is larger than the shift; returns their sum. Even and
 * odd ones are summed apart: neither sum waits for the other.
 */
export function exponentials(numbers: Float64Array, shift: number, into: Float64Array): number {
  const { length } = numbers;
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < length; i += 2) {
    even += into[i] = exponential(numbers[i] - shift);
    odd += into[i + 1] = exponential(numbers[i + 1] - shift);
  }
  if (i < length) even += into[i] = exponential(numbers[i] - shift);
  return even + odd;
}

/** Of a number that is not larger than 0; below -746 all are rounded to 0. Local constants are faster than others. */
function exponential(number: number): number {
  const x = number < -746 ? -746 : number;
  // Added and taken away, this rounds to a whole number.
  const whole = 6755399441055744;
  const steps = whole - x * 46.16624130844683 - whole;
  const r = x + steps * (0.6931471804855391 / 32) + steps * (7.440617110012397e-11 / 32);
  const square = r * r;
  const more = r + square * (1 / 2 + r * (1 / 6) + square * (1 / 24 + r * (1 / 120) + square * (1 / 720)));
  const place = steps | 0;
  const power = powersOfTwo[place & 31];
  return (power + power * more) * halvings[place >> 5];
}
