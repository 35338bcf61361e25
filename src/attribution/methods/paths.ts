/** What the methods that integrate along a line have in common. */
import { sizeOf } from '../../network/index.ts';
import { joined, product } from '../numbers/index.ts';
import type { Option, Question } from './method.ts';
import { float64Model } from './model.ts';
import type { MethodOptions } from './methodOptions.ts';
import type { Ends } from './found.ts';

/** Options of all methods with a baseline. */
export const baselineOptions: readonly Option[] = ['baseline', 'averageBaselines', 'processing', 'seed'];

/** Options of all methods that integrate along a line. */
export const lineOptions: readonly Option[] = [...baselineOptions, 'rule', 'n', 'within', 'memory', 'progress'];

/** Options of all methods that explain a layer. */
export const layerOptions: readonly Option[] = ['layer', 'attributeTo'];

/** Global attributions are the integral times what the line changes, local ones the integral alone. */
export function scaled(
  integral: Float64Array,
  delta: Float64Array,
  { multiplyByInputs = true }: MethodOptions,
): Float64Array {
  return multiplyByInputs ? product(integral, delta) : integral;
}

/** The target at both ends of the line, in float64; nothing of local attributions, which do not sum to its change. */
export async function outputEnds({ network, target, line, options }: Question): Promise<Ends | undefined> {
  if (options.multiplyByInputs === false) return undefined;
  const [atBaseline, atInput] = await float64Model(network).valuesAt(
    { values: joined([line.baseline, line.input]) },
    target,
  );
  return { atBaseline, atInput };
}

/** Of a layer that the target does not depend on. */
export function zeros({ layer }: Question): Float64Array {
  return new Float64Array(sizeOf(layer.shape));
}
