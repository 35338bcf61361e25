/**
 * A zero of the Bessel function J0. The zeros are where the phase of J0 is a whole number of pi, and half of it; as a
 * function of that number, which goes on between them, a zero grows by `perNumber`, which is `2 / (zero J1(zero)^2)`.
 */
export interface BesselZero {
  readonly zero: number;
  readonly perNumber: number;
}

/** From here on McMahon's expansion is exact to rounding. */
const many = 15;
/** Of 1 / beta, 1 / beta^3 ... in `zero - beta` (DLMF 10.21.19). */
const mcMahon = [
  1 / 8,
  -124 / 3 / 8 ** 3,
  120928 / 15 / 8 ** 5,
  -401743168 / 105 / 8 ** 7,
  1071187749376 / 315 / 8 ** 9,
];

const few = new Map<number, BesselZero>();

/** The zero with a number, from 1 up, to rounding. */
export function besselZero(number: number): BesselZero {
  if (number >= many) return byExpansion(number);
  const known = few.get(number) ?? byNewton(number);
  few.set(number, known);
  return known;
}

function byExpansion(number: number): BesselZero {
  const beta = (number - 1 / 4) * Math.PI;
  let [zero, perBeta] = [beta, 1];
  mcMahon.forEach((coefficient, i) => {
    const term = coefficient / beta ** (2 * i + 1);
    zero += term;
    perBeta -= ((2 * i + 1) * term) / beta;
  });
  return { zero, perNumber: Math.PI * perBeta };
}

function byNewton(number: number): BesselZero {
  let { zero } = byExpansion(number);
  for (let step = 0; step < 4; step++) zero += bessel(0, zero) / bessel(1, zero);
  return { zero, perNumber: 2 / (zero * bessel(1, zero) ** 2) };
}

/**
 * `J_order(x)`, the mean of `cos(order t - x sin t)` over a circle, by equal steps: exact to rounding once they are
 * more than x and some.
 */
function bessel(order: number, x: number): number {
  const steps = 2 * Math.ceil(x / 2) + 60;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const t = (2 * Math.PI * step) / steps;
    sum += Math.cos(order * t - x * Math.sin(t));
  }
  return sum / steps;
}
