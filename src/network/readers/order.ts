import { sizeOf, type Shape } from '../shape.ts';
import { countUp } from '../tiledMatrix.ts';

/**
 * How the elements of one tensor are found in another: `order[i]` is the row-major index there of element `i`
 * here. Readers and writers turn channel-first tensors into ours and back with it, and nothing else does.
 */
export type Order = Int32Array;

/** Element `i` of the result is element `order[i]` of `data`. */
export function gather(data: Float64Array, order: Order): Float64Array {
  const result = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) result[i] = data[order[i]];
  return result;
}

/** Element `order[i]` of the result is element `i` of `data`; the order is a permutation. */
export function scatter(data: Float64Array, order: Order): Float64Array {
  const result = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) result[order[i]] = data[i];
  return result;
}

/** True if both orders are the same. */
export function sameOrder(a: Order, b: Order): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** True if every element is in its own place. */
export function isIdentity(order: Order): boolean {
  for (let i = 0; i < order.length; i++) if (order[i] !== i) return false;
  return true;
}

/** Every element in its own place. */
export function identityOrder(size: number): Order {
  return countUp(size);
}

/** The order of the transposed tensor, whose axis `k` is axis `axes[k]` of `shape`. */
export function transposedOrder(shape: Shape, axes: readonly number[]): Order {
  const strides = stridesOf(shape);
  return stridedOrder(
    axes.map((axis) => shape[axis]),
    axes.map((axis) => strides[axis]),
  );
}

/** Channel, row, column as axes of our images, which are row, column, channel. */
export const channelFirst: readonly number[] = [2, 0, 1];

/** The order of an image, given by its shape in ours, as channel, row, column. */
export function channelFirstOrder(image: Shape): Order {
  return transposedOrder(image, channelFirst);
}

/** The order of a tensor repeated to `target` by NumPy's broadcasting; undefined if it does not broadcast. */
export function broadcastOrder(shape: Shape, target: Shape): Order | undefined {
  const missing = target.length - shape.length;
  const sizes = target.map((_, axis) => (axis < missing ? 1 : shape[axis - missing]));
  if (missing < 0 || !sizes.every((size, axis) => size === 1 || size === target[axis])) return undefined;
  return stridedOrder(
    target,
    stridesOf(sizes).map((stride, axis) => (sizes[axis] === 1 ? 0 : stride)),
  );
}

/** Along each axis, counted from the end, the largest size: the shape to which these broadcast together, if they do. */
export function largestShape(shapes: readonly Shape[]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map((shape) => shape[axis - rank + shape.length] ?? 1)),
  );
}

/** The order of a tensor that has only some axes of `target`, repeated along the others. */
export function spreadOrder(target: Shape, axes: readonly number[]): Order {
  const strides = stridesOf(target.map((size, axis) => (axes.includes(axis) ? size : 1)));
  return stridedOrder(
    target,
    strides.map((stride, axis) => (axes.includes(axis) ? stride : 0)),
  );
}

function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** The positions that nested loops over axes of these sizes and strides visit, innermost axis last. */
function stridedOrder(sizes: readonly number[], strides: readonly number[]): Order {
  if (sizes.includes(0)) return new Int32Array(); // though other axes may be larger than any array
  let order: Order = Int32Array.of(0);
  sizes.forEach((size, axis) => {
    const starts = order;
    order = new Int32Array(starts.length * size);
    for (let i = 0, at = 0; i < starts.length; i++) {
      for (let place = 0; place < size; place++) order[at++] = starts[i] + place * strides[axis];
    }
  });
  return order;
}
