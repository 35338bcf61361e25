import { UserError } from '../../../base/index.ts';
import { Concat, constantUnits, Reshape, Select, selectAlong, type Layer } from '../../layers/index.ts';
import { sizeOf, type Shape } from '../../shape.ts';
import { countUp } from '../../tiledMatrix.ts';
import type { Value } from '../definitions.ts';

/** Adds a node of a recurrent layer, which is called as the layer with the part that it is behind it. */
export type Append = (layer: Layer, inputs: readonly Value[], part: string) => Value;

/** `prefixed(append, 'step 3')` adds nodes of that part of a layer. */
export function prefixed(append: Append, outer: string): Append {
  return (layer, inputs, part) => append(layer, inputs, part === '' ? outer : `${outer}/${part}`);
}

/** Each becomes layers of its own. */
const mostSteps = 10_000;

/**
 * The steps of a series, which are its first axis, as nodes of their own. It is halved again and again: to look for
 * each step in the whole series would cost the square of their number.
 *
 * @throws UserError if there are too many
 */
export function stepsOf(append: Append, series: Value, first = 0): Value[] {
  const [count, ...shape] = series.shape;
  if (count > mostSteps)
    throw new UserError(`its series has ${count} steps; more than ${mostSteps} are not supported.`);
  if (count === 1) return [append(new Reshape(shape), [series], `step ${first}/input`)];
  const half = Math.ceil(count / 2);
  const part = (from: number, to: number): Value[] => {
    if (to - from === 1) {
      const indices = countUp(sizeOf(shape)).map((unit) => from * sizeOf(shape) + unit);
      return [append(new Select(shape, indices), [series], `step ${first + from}/input`)];
    }
    const steps = countUp(to - from).map((step) => from + step);
    const layer = selectAlong(series.shape, [steps]);
    return stepsOf(append, append(layer, [series], `steps ${first + from} to ${first + to - 1}`), first + from);
  };
  return [...part(0, half), ...part(half, count)];
}

/** What several steps give, all of one shape, as the rows of a series. */
export function seriesOf(append: Append, steps: readonly Value[], shape = [steps.length, ...steps[0].shape]): Value {
  const joined = steps.length === 1 ? steps[0] : append(new Concat(0), steps, 'steps');
  return append(new Reshape(shape), [joined], '');
}

/** Units that are 0. @param beside any node */
export function zeros(append: Append, shape: Shape, beside: Value): Value {
  return append(constantUnits(shape, new Float64Array(sizeOf(shape))), [beside], 'initial state');
}
