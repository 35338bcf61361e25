import { countUp } from '../../tiledMatrix.ts';
import { gather, scatter } from '../order.ts';
import { evenly } from './evenly.ts';
import type { OnnxFunction } from './function.ts';

/** Values are the same if they differ by no more than this share of the largest: both are computed in float64. */
const tolerance = 1e-9;

/**
 * Numbers in [0, 1) become those of inputs of different kinds: within 1 and up to the bytes of an image, of both signs.
 */
const ranges: readonly ((u: number) => number)[] = [(u) => u, (u) => 255 * u, (u) => 2 * u - 1, (u) => 200 * u - 100];

/**
 * Does a function of a whole batch compute of each of its items what another one computes of one? That is asked of a
 * few batches of numbers that follow no pattern of the items.
 */
export function isItemwise(one: OnnxFunction, whole: OnnxFunction, items: number): boolean {
  const of = one.output.order.length;
  if (whole.output.order.length !== items * of) return false;
  const size = one.input.order.length;
  const even = Float64Array.from({ length: items * size }, (_, i) => evenly(i + 1));
  return ranges.every((range) => {
    const batch = even.map(range);
    const together = valuesOf(whole, batch);
    return countUp(items).every((item) =>
      areSame(
        valuesOf(one, batch.subarray(item * size, (item + 1) * size)),
        together.subarray(item * of, (item + 1) * of),
      ),
    );
  });
}

/** Of an input and as an output in ONNX's order. */
function valuesOf({ network, input, output }: OnnxFunction, x: Float64Array): Float64Array {
  return gather(network.evaluate(scatter(x, input.order)), output.order);
}

function areSame(a: Float64Array, b: Float64Array): boolean {
  const largest = a.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0), 0);
  return a.every((value, i) => Object.is(value, b[i]) || Math.abs(value - b[i]) <= tolerance * largest);
}
