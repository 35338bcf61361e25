/** Columns of a matrix times a vector. */

import { Matrix } from './records';

/** `into[column] += sum` for what four rows side by side and the others made. */
@inline
function give(into: usize, column: i32, even: v128, odd: v128, rest: f64): void {
  const pair = f64x2.add(even, odd);
  const at = into + (<usize>column << 3);
  const sum = f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1) + rest;
  store<f64>(at, load<f64>(at) + sum);
}

/** Where the weights of a column are in a tile, or from where on in all its runs. */
@inline
function placeOf(matrix: Matrix, column: i32, group: i32): usize {
  if (matrix.lengths != 0) return matrix.weights + (<usize>load<i32>(matrix.offsets + (column << 2)) << 3);
  return <usize>((column - group * matrix.tileColumns) * matrix.tileRows) << 3;
}

/** One column of a group. */
function dotOne(matrix: Matrix, group: i32, column: i32, vector: usize, into: usize): void {
  const isCompacted = matrix.lengths != 0;
  const last = load<i32>(matrix.pointers + (group << 2), 4);
  let place = placeOf(matrix, column, group);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let rest: f64 = 0;
  for (let t = load<i32>(matrix.pointers + (group << 2)); t < last; t++) {
    const bytes = <usize>(isCompacted ? load<i32>(matrix.lengths + (t << 2)) : matrix.tileRows) << 3;
    const v = vector + (<usize>load<i32>(matrix.starts + (t << 2)) << 3);
    const i = isCompacted ? place : matrix.weights + (<usize>load<i32>(matrix.offsets + (t << 2)) << 3) + place;
    let r: usize = 0;
    for (; r + 32 <= bytes; r += 32) {
      even = f64x2.add(even, f64x2.mul(v128.load(i + r), v128.load(v + r)));
      odd = f64x2.add(odd, f64x2.mul(v128.load(i + r, 16), v128.load(v + r, 16)));
    }
    for (; r < bytes; r += 8) rest += load<f64>(i + r) * load<f64>(v + r);
    if (isCompacted) place += bytes;
  }
  give(into, column, even, odd, rest);
}

/** Two columns of a group, for which the vector is read once. */
function dotTwo(matrix: Matrix, group: i32, first: i32, second: i32, vector: usize, into: usize): void {
  const isCompacted = matrix.lengths != 0;
  const last = load<i32>(matrix.pointers + (group << 2), 4);
  let place = placeOf(matrix, first, group);
  let next = placeOf(matrix, second, group);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let otherEven = f64x2.splat(0);
  let otherOdd = f64x2.splat(0);
  let rest: f64 = 0;
  let otherRest: f64 = 0;
  for (let t = load<i32>(matrix.pointers + (group << 2)); t < last; t++) {
    const bytes = <usize>(isCompacted ? load<i32>(matrix.lengths + (t << 2)) : matrix.tileRows) << 3;
    const v = vector + (<usize>load<i32>(matrix.starts + (t << 2)) << 3);
    const tile: usize = isCompacted ? 0 : matrix.weights + (<usize>load<i32>(matrix.offsets + (t << 2)) << 3);
    const i = tile + place;
    const j = tile + next;
    let r: usize = 0;
    for (; r + 32 <= bytes; r += 32) {
      const a = v128.load(v + r);
      const b = v128.load(v + r, 16);
      even = f64x2.add(even, f64x2.mul(v128.load(i + r), a));
      odd = f64x2.add(odd, f64x2.mul(v128.load(i + r, 16), b));
      otherEven = f64x2.add(otherEven, f64x2.mul(v128.load(j + r), a));
      otherOdd = f64x2.add(otherOdd, f64x2.mul(v128.load(j + r, 16), b));
    }
    for (; r < bytes; r += 8) {
      rest += load<f64>(i + r) * load<f64>(v + r);
      otherRest += load<f64>(j + r) * load<f64>(v + r);
    }
    if (isCompacted) {
      place += bytes;
      next += bytes;
    }
  }
  give(into, first, even, odd, rest);
  give(into, second, otherEven, otherOdd, otherRest);
}

/** `into[column] += M[:, column] . vector` for the first columns of a list, in which none stands twice. */
export function dotColumns(matrix: Matrix, columns: usize, count: i32, vector: usize, into: usize): void {
  for (let i = 0; i < count; i++) {
    const column = load<i32>(columns + (i << 2));
    const group = column / matrix.tileColumns;
    const next = i + 1 < count ? load<i32>(columns + (i << 2), 4) : -1;
    if (next >= 0 && next / matrix.tileColumns == group) {
      dotTwo(matrix, group, column, next, vector, into);
      i++;
    } else dotOne(matrix, group, column, vector, into);
  }
}
