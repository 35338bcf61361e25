import { UserError } from '../../base/index.ts';
import type { Smooth } from '../operation.ts';
import { formatShape, sizeOf, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * `(x - mean) / sqrt(variance + epsilon)` with mean and variance over some axes, for each place of the others: layer
 * normalisation over the last axes, instance normalisation over rows and columns, without what scales and shifts behind
 * them.
 */
export class Standardize implements LayerDefinition {
  readonly type = 'Standardize';

  /** @param axes of the shape without batch */
  constructor(
    readonly axes: readonly number[],
    readonly epsilon: number,
  ) {}

  /** With `y` the value, `s` the divisor and `a` the adjoint the pulled one is `(a - mean a - y mean(a y)) / s`. */
  connect([input]: readonly Shape[]): Smooth {
    const { axes, epsilon } = this;
    if (
      axes.length === 0 ||
      new Set(axes).size !== axes.length ||
      !axes.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < input.length)
    ) {
      throw new UserError(
        `its axes are [${axes.join(', ')}]; expected different ones of 0 to ${input.length - 1} (${formatShape(input)}).`,
      );
    }
    if (!(epsilon >= 0 && epsilon < Infinity))
      throw new UserError(`its epsilon is ${epsilon}; expected a number of at least 0.`);
    const groupOf = groupsOf(input, axes);
    const groups = sizeOf(input.filter((_, axis) => !axes.includes(axis)));
    const meanOf = (x: Float64Array): Float64Array => {
      const sums = new Float64Array(groups);
      for (let unit = 0; unit < x.length; unit++) sums[groupOf[unit]] += x[unit];
      return sums.map((sum) => (sum * groups) / x.length);
    };
    const standardized = (x: Float64Array): { y: Float64Array; deviations: Float64Array } => {
      const means = meanOf(x);
      const centred = x.map((at, unit) => at - means[groupOf[unit]]);
      const deviations = meanOf(centred.map((at) => at * at)).map((variance) => Math.sqrt(variance + epsilon));
      return { y: centred.map((at, unit) => at / deviations[groupOf[unit]]), deviations };
    };
    /** A vector that passes by 0 turns over as much as it is long there. */
    const apart = (from: Float64Array, to: Float64Array): number => {
      const change = standardized(from.map((x, unit) => to[unit] - x)).deviations;
      const [before, after] = [from, to].map((x) => standardized(x).deviations);
      return change.reduce(
        (most, length, group) => Math.max(most, length / (2 * Math.min(before[group], after[group]))),
        0,
      );
    };
    return {
      family: 'smooth',
      shape: input,
      isScaleFree: true,
      apart: ([from], [to]) => apart(from, to),
      evaluate: ([x]) => standardized(x).y,
      pull([x], adjoint) {
        const { y, deviations } = standardized(x);
        const [mean, slope] = [meanOf(adjoint), meanOf(adjoint.map((a, unit) => a * y[unit]))];
        return [
          adjoint.map(
            (a, unit) => (a - mean[groupOf[unit]] - y[unit] * slope[groupOf[unit]]) / deviations[groupOf[unit]],
          ),
        ];
      },
    };
  }
}

/** For each unit the number of its place along the axes that are not normalised over. */
function groupsOf(input: Shape, axes: readonly number[]): Int32Array {
  let groups = Int32Array.of(0);
  input.forEach((size, axis) => {
    const before = groups;
    groups = new Int32Array(before.length * size);
    for (let i = 0; i < groups.length; i++) {
      const outer = before[Math.floor(i / size)];
      groups[i] = axes.includes(axis) ? outer : outer * size + (i % size);
    }
  });
  return groups;
}
