import type { Tensor, Value } from './value.ts';

/**
 * A function of steps of each unit of a tensor: whether it is above a threshold, its sign, or what is made of these. It
 * has no gradient, but may say which pieces meet at its thresholds.
 */
export interface Step {
  readonly x: Tensor;
  /** What was compared, where `x` is how much more the first is than the other, in the layout of `x`. */
  readonly sides?: readonly [Tensor, Value];
  /** Ascending. */
  readonly thresholds: readonly number[];
  /** Between thresholds: one more than they are. */
  readonly values: readonly number[];
  /** At each threshold. */
  readonly valuesAt: readonly number[];
}

/** 1 where something is above a threshold, or below it, else 0. */
export function comparison(x: Tensor, threshold: number, isAbove: boolean, holdsAt: boolean): Step {
  return { x, thresholds: [threshold], values: isAbove ? [0, 1] : [1, 0], valuesAt: [Number(holdsAt)] };
}

/** The value at a number. */
export function valueAt({ thresholds, values, valuesAt }: Step, x: number): number {
  const at = thresholds.indexOf(x);
  return at < 0 ? values[thresholds.filter((threshold) => threshold < x).length] : valuesAt[at];
}

/** A function of the values of steps of one tensor. */
export function combined(steps: readonly Step[], value: (...of: number[]) => number): Step {
  const thresholds = [...new Set(steps.flatMap((step) => step.thresholds))].sort((a, b) => a - b);
  const at = (x: number): number => value(...steps.map((step) => valueAt(step, x)));
  const between = (step: Step, i: number): number =>
    step.values[step.thresholds.filter((threshold) => i > 0 && threshold <= thresholds[i - 1]).length];
  return {
    ...steps[0],
    thresholds,
    values: Array.from({ length: thresholds.length + 1 }, (_, i) => value(...steps.map((step) => between(step, i)))),
    valuesAt: thresholds.map(at),
  };
}
