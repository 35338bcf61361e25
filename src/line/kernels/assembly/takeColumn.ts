/** A column of a matrix times vectors, in lanes. Weights and factors are float64. */

import { Matrix } from './records';
import { give, giveMany, splat } from './vectors';

/** Gives a receiver what comes through a column of a matrix in two lanes; returns what comes in the first. */
export function takeColumn2(matrix: Matrix, column: i32, vectors: usize, factor: usize, mass: usize, into: usize): f64 {
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const pointers = matrix.pointers;
  const group = column / tileColumns;
  const within = (column - group * tileColumns) * tileRows;
  const last = load<i32>(pointers + (group << 2), 4);
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
    let tile = weights + ((load<i32>(offsets + (t << 2)) + within) << 3);
    let at = vectors + (load<i32>(starts + (t << 2)) << 4);
    let row = 0;
    for (; row + 2 <= tileRows; row += 2, tile += 16, at += 32) {
      a = f64x2.add(a, f64x2.mul(v128.load64_splat(tile), v128.load(at)));
      b = f64x2.add(b, f64x2.mul(v128.load64_splat(tile, 8), v128.load(at, 16)));
    }
    if (row < tileRows) a = f64x2.add(a, f64x2.mul(v128.load64_splat(tile), v128.load(at)));
  }
  a = f64x2.add(a, b);
  const adjoint = f64x2.extract_lane(a, 0);
  give<f64>(into, v128.load64_splat(factor), a, f64x2.splat(adjoint), mass);
  return adjoint;
}

/**
 * The same in many lanes: first the sums of even rows, then those of odd ones, for both together do not fit into
 * registers.
 */
export function takeColumn<T>(matrix: Matrix, column: i32, vectors: usize, factor: usize, mass: usize, into: usize): f64 {
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const pointers = matrix.pointers;
  const group = column / tileColumns;
  const within = (column - group * tileColumns) * tileRows;
  const last = load<i32>(pointers + (group << 2), 4);
  const zero = i64x2.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  let e = zero;
  let f = zero;
  let g = zero;
  let h = zero;
  for (let first = 0; first < 2; first++) {
    for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
      let tile = weights + (<usize>(load<i32>(offsets + (t << 2)) + within + first) << 3);
      let at = vectors + (<usize>(load<i32>(starts + (t << 2)) + first) << 6);
      for (let row = first; row < tileRows; row += 2, tile += 16, at += 128) {
        const weight = splat<T>(tile);
        a = v128.add<T>(a, v128.mul<T>(weight, v128.load(at)));
        b = v128.add<T>(b, v128.mul<T>(weight, v128.load(at, 16)));
        c = v128.add<T>(c, v128.mul<T>(weight, v128.load(at, 32)));
        d = v128.add<T>(d, v128.mul<T>(weight, v128.load(at, 48)));
      }
    }
    if (first == 1) break;
    e = a;
    f = b;
    g = c;
    h = d;
    a = zero;
    b = zero;
    c = zero;
    d = zero;
  }
  a = v128.add<T>(e, a);
  const adjoint = v128.extract_lane<T>(a, 0);
  giveMany<T>(into, splat<T>(factor), a, v128.add<T>(b, f), v128.add<T>(c, g), v128.add<T>(d, h), v128.splat<T>(adjoint), mass);
  return <f64>adjoint;
}
