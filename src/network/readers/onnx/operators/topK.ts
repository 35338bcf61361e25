import { UserError } from '../../../../base/index.ts';
import { Concat, MaximumOf, WeightedSum } from '../../../layers/index.ts';
import type { Shape } from '../../../shape.ts';
import { pointersOf } from '../../../tiledMatrix.ts';
import { transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Tensor, Value } from '../value.ts';
import { minus } from './arithmetic.ts';
import { comparators, type Pair } from './comparators.ts';
import { rowsToReduce } from './reduce.ts';

/** A network of comparators for more numbers is larger than most networks. */
const mostSorted = 256;

/** The largest numbers along an axis, or the smallest, in their order; their places have no gradient. */
export const topK: Translate = (operator) => {
  const { attributes, node } = operator;
  if ((node.output[1] ?? '') !== '')
    throw new UserError(
      `its second output, the places of the largest, jumps and has no gradient. Choose the output '${node.input[0]}' before it.`,
    );
  const x = operator.tensor();
  const axis = operator.axis(attributes.int('axis', -1), x.shape.length);
  const k = operator.has(1) ? operator.constant(1).data[0] : attributes.int('k', 0);
  const size = x.shape[axis];
  if (!(Number.isInteger(k) && k >= 1 && k <= size)) throw new UserError(`it takes ${k} of ${size} numbers.`);
  if (size > mostSorted)
    throw new UserError(
      `it sorts ${size} numbers; more than ${mostSorted} are not supported. Choose the output '${node.input[0]}' before it.`,
    );
  const wires = Array.from({ length: k }, (_, i) => (attributes.int('largest', 1) === 0 ? size - 1 - i : i));
  const rows = rowsToReduce(operator, [axis]);
  const sorted = comparators(size, wires).reduce((of, stage) => exchanged(operator, of, stage), rows);
  return ofRows(operator, sorted, x.shape.with(axis, k), { axis, wires });
};

/** Of each row the numbers at some places, along an axis of a tensor that has a row for each place of the others. */
function ofRows(
  operator: Operator,
  rows: Tensor,
  shape: Shape,
  { axis, wires }: { readonly axis: number; readonly wires: readonly number[] },
): Value {
  const [count, size] = rows.ours;
  const others = [...shape.keys()].filter((other) => other !== axis);
  const places = Int32Array.from(
    { length: count * wires.length },
    (_, i) => Math.floor(i / wires.length) * size + wires[i % wires.length],
  );
  const order = transposedOrder(
    [...others.map((other) => shape[other]), wires.length],
    shape.map((_, of) => (of === axis ? others.length : others.indexOf(of))),
  );
  return operator.moved(
    { ...rows, shape: rows.ours },
    shape,
    order.map((i) => places[i]),
  );
}

/** One step of comparators: the larger one of each pair comes first, the smaller one, `-max(-x, -y)`, second. */
function exchanged(operator: Operator, rows: Tensor, pairs: readonly Pair[]): Tensor {
  const [count, size] = rows.ours;
  const { name } = operator;
  const units = count * size;
  const negated = operator.append(minus(), [rows], `${name}/negated`);
  const both = [rows, negated].map((tensor) => operator.reshaped(tensor, [units]));
  const joined = { ...operator.append(new Concat(0), both, `${name}/candidates`), ours: [2 * units] };
  const candidates = Array.from({ length: size }, (_, place) => [place]);
  const signs = new Float64Array(size).fill(1);
  for (const [a, b] of pairs) {
    candidates[a] = [a, b];
    candidates[b] = [units + b, units + a];
    signs[b] = -1;
  }
  const all = Array.from({ length: count }, (_, row) =>
    candidates.map((places) => places.map((place) => row * size + place)),
  ).flat();
  const layer = new MaximumOf(rows.ours, pointersOf(all), Int32Array.from(all.flat()));
  const larger = { ...operator.append(layer, [joined], `${name}/larger`), ours: rows.ours };
  return operator.append(new WeightedSum([signs]), [larger], `${name}/sorted`);
}
