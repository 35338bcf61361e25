import { sizeOf } from '../../../shape.ts';
import { evenly } from '../evenly.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Value } from '../value.ts';
import { roundingOfFile } from './pieces.ts';
import { Trial } from './trial.ts';

/** Two functions that agree in so many trials are the same. */
const trials = 8;

/** Do two values agree, unit by unit, at the only threshold of steps, whatever else they are computed from? */
export function meet(operator: Operator, a: Value, b: Value, step: Step): boolean {
  for (let number = 0; number < trials; number++) {
    const [x, y] = unitsAt(operator, step, [a, b], step.thresholds[0], number);
    if (!x.every((of, unit) => isSame(of, y[unit]))) return false;
  }
  return true;
}

/**
 * How often a value is more than another by what is compared, on one side of the only threshold of steps: unit by unit
 * `k` where `a - b = k d` at a distance `d`, of which `side` is the sign; undefined if it is no such multiple.
 */
export function multiple(operator: Operator, a: Value, b: Value, step: Step, side: 1 | -1): Float64Array | undefined {
  let factors: Float64Array | undefined;
  for (let number = 0; number < trials; number++) {
    const distance = side * 4 ** [0, 4, -4, 3, -3, 2, -2, 1][number];
    const [x, y] = unitsAt(operator, step, [a, b], step.thresholds[0] + distance, number);
    const known = (factors ??= x.map((of, unit) => (of - y[unit]) / distance));
    if (!x.every((of, unit) => isSame(of, y[unit] + known[unit] * distance))) return undefined;
  }
  return factors;
}

/** The units of values where what is compared is a number. @param number of the trial: others have other numbers */
function unitsAt(operator: Operator, { x, sides }: Step, values: readonly Value[], at: number, number: number) {
  const trial = new Trial(operator.translation.nodes, drawing(number));
  const size = sizeOf(x.ours);
  trial.hold(x, new Float64Array(size).fill(at));
  if (sides !== undefined) {
    const other = trial.unitsOf(sides[1], x);
    trial.hold(
      sides[0],
      other.map((of) => of + at),
    );
  }
  return values.map((value) => trial.unitsOf(value, x));
}

/** Numbers between -1 and 1 in the first trial, in later ones further apart. */
function drawing(trial: number): () => number {
  let count = 17 * trial;
  return () => (evenly(++count) - 0.5) * 2 ** (trial + 1);
}

/** Up to what numbers of a file are rounded to. */
function isSame(x: number, y: number): boolean {
  return Math.abs(x - y) <= roundingOfFile * Math.max(1, Math.abs(x), Math.abs(y));
}
