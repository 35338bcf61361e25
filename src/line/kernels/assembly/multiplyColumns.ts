/** Columns of a dense matrix times vectors side by side. */

import { vectorsAtATime } from '../../memory/layout';
import { Matrix } from './records';

/** Columns at a time, which stay in the nearest cache from row to row, as do their entries of the vectors. */
const columnsAtATime = 64;

/** Adds up four rows times four vectors: what they share is read once, and sums stay in registers. */
function multiplyTile(weights: usize, stride: usize, columns: usize, count: i32, vectors: usize, into: usize): void {
  let a = v128.load(into);
  let b = v128.load(into, 16);
  let c = v128.load(into + stride);
  let d = v128.load(into + stride, 16);
  let e = v128.load(into + 2 * stride);
  let f = v128.load(into + 2 * stride, 16);
  let g = v128.load(into + 3 * stride);
  let h = v128.load(into + 3 * stride, 16);
  for (let i = 0; i < count; i++, vectors += 8 * vectorsAtATime) {
    const column = weights + <usize>load<i32>(columns + (i << 2)) * stride;
    const first = v128.load(column);
    const second = v128.load(column, 16);
    const one = v128.load64_splat(vectors);
    a = f64x2.add(a, f64x2.mul(first, one));
    b = f64x2.add(b, f64x2.mul(second, one));
    const two = v128.load64_splat(vectors, 8);
    c = f64x2.add(c, f64x2.mul(first, two));
    d = f64x2.add(d, f64x2.mul(second, two));
    const three = v128.load64_splat(vectors, 16);
    e = f64x2.add(e, f64x2.mul(first, three));
    f = f64x2.add(f, f64x2.mul(second, three));
    const four = v128.load64_splat(vectors, 24);
    g = f64x2.add(g, f64x2.mul(first, four));
    h = f64x2.add(h, f64x2.mul(second, four));
  }
  v128.store(into, a);
  v128.store(into, b, 16);
  v128.store(into + stride, c);
  v128.store(into + stride, d, 16);
  v128.store(into + 2 * stride, e);
  v128.store(into + 2 * stride, f, 16);
  v128.store(into + 3 * stride, g);
  v128.store(into + 3 * stride, h, 16);
}

/** Adds up one row times one vector. */
function multiplyOne(weights: usize, stride: usize, columns: usize, count: i32, vector: usize, into: usize): void {
  let sum = load<f64>(into);
  for (let i = 0; i < count; i++, vector += 8 * vectorsAtATime)
    sum += load<f64>(weights + <usize>load<i32>(columns + (i << 2)) * stride) * load<f64>(vector);
  store<f64>(into, sum);
}

/** Adds up some columns times all vectors, which are taken in fours. */
function multiplySome(weights: usize, stride: usize, columns: usize, count: i32, vectors: usize, many: i32, into: usize): void {
  let row: usize = 0;
  for (; row + 32 <= stride; row += 32) {
    for (let v = 0; v < many; v += 4)
      multiplyTile(weights + row, stride, columns, count, vectors + (v << 3), into + row + <usize>v * stride);
  }
  for (; row < stride; row += 8) {
    for (let v = 0; v < many; v++)
      multiplyOne(weights + row, stride, columns, count, vectors + (v << 3), into + row + <usize>v * stride);
  }
}

export function multiplyColumns(matrix: Matrix, columns: usize, count: i32, vectors: usize, many: i32, into: usize): void {
  const stride = <usize>matrix.rows << 3;
  const weights = matrix.weights + (<usize>load<i32>(matrix.offsets) << 3);
  memory.fill(into, 0, <usize>((many + 3) & ~3) * stride);
  for (let i = 0; i < count; i += columnsAtATime) {
    const some = min(columnsAtATime, count - i);
    multiplySome(weights, stride, columns + (i << 2), some, vectors + 8 * vectorsAtATime * i, many, into);
  }
}
