import { UserError } from '../../../../base/index.ts';
import { Dense, Pointwise, WeightedSum } from '../../../layers/index.ts';
import { sameShape, sizeOf, type Shape } from '../../../shape.ts';
import { broadcastOrder, gather, transposedOrder } from '../../order.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { activated } from './activations.ts';
import { reshaped, turned } from './axis.ts';

/** A product with a kernel, over axes that an equation names: `abc,cd->abd`. */
export const einsumDense: Translate = (layer) => {
  const { input, config } = layer;
  config.ignore('output_shape');
  const { taken, weighed, given } = labelsOf(layer);
  const kernelShape = layer.shapeOf('kernel');
  const contracted = taken.filter((label) => weighed.includes(label));
  const free = taken.filter((label) => !weighed.includes(label));
  const made = weighed.filter((label) => !taken.includes(label));
  const sizeOfLabel = (label: string): number =>
    taken.includes(label) ? input.shape[taken.indexOf(label)] : kernelShape[weighed.indexOf(label)];
  const fitting = weighed.map(sizeOfLabel);
  const kernel = gather(
    layer.weight('kernel', fitting),
    transposedOrder(
      fitting,
      [...contracted, ...made].map((label) => weighed.indexOf(label)),
    ),
  );
  const sizes = (labels: readonly string[]): Shape => labels.map(sizeOfLabel);
  const columns = ordered(
    layer,
    input,
    [...free, ...contracted].map((label) => taken.indexOf(label)),
    '/columns',
  );
  const rows = reshaped(layer, columns, [...sizes(free), sizeOf(sizes(contracted))], '/rows');
  const product = multiplied(layer, rows, kernel, sizeOf(sizes(made)));
  const apart = reshaped(layer, product, sizes([...free, ...made]), '/axes');
  const placed = ordered(
    layer,
    apart,
    given.map((label) => [...free, ...made].indexOf(label)),
    '/placed',
  );
  return activated(
    layer,
    layer.append(new WeightedSum([Float64Array.of(1)], biasOf(layer, given, placed.shape)), [placed]),
  );
};

/** Labels of an item's axes, of the kernel's and of those that it gives, without that of the batch. */
interface Labels {
  readonly taken: readonly string[];
  readonly weighed: readonly string[];
  readonly given: readonly string[];
}

/** @throws UserError unless each axis is summed with the kernel, or kept */
function labelsOf({ config, input }: KerasLayer): Labels {
  const equation = config.text('equation');
  const [, taken = '', weighed = '', given = ''] = /^([a-zA-Z.]+),([a-zA-Z]+)->([a-zA-Z.]+)$/.exec(equation) ?? [];
  const open = input.shape.length + 1 - taken.replace('...', '').length;
  const labels = (part: string): string[] => part.replace('...', spare.slice(0, Math.max(0, open))).split('');
  const [all, kernel, result] = [taken, weighed, given].map(labels);
  const kept = [...all.filter((label) => !kernel.includes(label)), ...kernel.filter((label) => !all.includes(label))];
  const isProduct =
    all.length === input.shape.length + 1 &&
    all[0] === result[0] &&
    !kernel.includes(all[0]) &&
    [all, kernel, result].every((each) => new Set(each).size === each.length) &&
    sameShape([...kept].sort().map(code), [...result].sort().map(code));
  if (isProduct) return { taken: all.slice(1), weighed: kernel, given: result.slice(1) };
  throw new UserError(
    `its equation is '${equation}', expected one that sums axes of its input of ${input.shape.length + 1} axes with those of a kernel, as 'abc,cd->abd'.`,
  );
}

/** Labels of the axes that three points stand for: an equation has letters alone. */
const spare = '12345678';
const code = (label: string): number => label.charCodeAt(0);

/** Biases along some of the axes; zeros if there are none. */
function biasOf(layer: KerasLayer, given: readonly string[], shape: Shape): Float64Array {
  if (!layer.config.has('bias_axes')) return new Float64Array(1);
  const axes = layer.config.text('bias_axes').split('');
  const first = Math.min(...axes.map((label) => given.indexOf(label)));
  const sizes = shape.slice(Math.max(0, first)).map((size, i) => (axes.includes(given[first + i]) ? size : 1));
  const order = broadcastOrder(sizes, shape);
  if (first >= 0 && order !== undefined) return gather(layer.weight('bias', sizes), order);
  throw new UserError(`its bias_axes are '${axes.join('')}', which it does not give.`);
}

/** Each place's vector times a kernel. */
function multiplied(layer: KerasLayer, rows: Value, kernel: Float64Array, units: number): Value {
  const bias = new Float64Array(units);
  const ours = rows.shape.length === 1 ? new Dense(kernel, bias) : new Pointwise(kernel, bias);
  return layer.append(ours, [rows], '/product');
}

/** A value with its axes in an order, which may be the one that they have. */
function ordered(layer: KerasLayer, value: Value, axes: readonly number[], suffix: string): Value {
  return axes.every((axis, i) => axis === i) ? value : turned(layer, value, axes, suffix);
}
