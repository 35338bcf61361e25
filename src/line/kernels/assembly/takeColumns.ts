/** Two columns of a matrix times vectors, in many lanes. */

import { Matrix, SlopeChanges } from './records';
import { giveMany, splat } from './vectors';

/**
 * Gives two receivers what comes through two columns of one group in many lanes, for the change of slope `i` and the
 * next, with the sums in the order of `takeColumn`: first those of even rows, then those of odd ones, so that each
 * vector is loaded once for both.
 */
export function takeColumns<T>(matrix: Matrix, slopeChanges: SlopeChanges, i: i32, vectors: usize, into: usize): void {
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const column = load<i32>(slopeChanges.columns + (i << 2));
  const gap = <usize>((load<i32>(slopeChanges.columns + (i << 2), 4) - column) * tileRows) << 3;
  const group = column / tileColumns;
  const begin = load<i32>(matrix.pointers + (group << 2));
  const end = load<i32>(matrix.pointers + (group << 2), 4);
  const weights = matrix.weights + (<usize>((column - group * tileColumns) * tileRows) << 3);
  const zero = i64x2.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  let e = zero;
  let f = zero;
  let g = zero;
  let h = zero;
  let evenA = zero;
  let evenB = zero;
  let evenC = zero;
  let evenD = zero;
  let evenE = zero;
  let evenF = zero;
  let evenG = zero;
  let evenH = zero;
  for (let first = 0; first < 2; first++) {
    for (let t = begin; t < end; t++) {
      let tile = weights + (<usize>(load<i32>(offsets + (t << 2)) + first) << 3);
      let other = tile + gap;
      let at = vectors + (<usize>(load<i32>(starts + (t << 2)) + first) << 6);
      for (let row = first; row < tileRows; row += 2, tile += 16, other += 16, at += 128) {
        const weight = splat<T>(tile);
        const weight2 = splat<T>(other);
        const p = v128.load(at);
        const q = v128.load(at, 16);
        const r = v128.load(at, 32);
        const s = v128.load(at, 48);
        a = v128.add<T>(a, v128.mul<T>(weight, p));
        b = v128.add<T>(b, v128.mul<T>(weight, q));
        c = v128.add<T>(c, v128.mul<T>(weight, r));
        d = v128.add<T>(d, v128.mul<T>(weight, s));
        e = v128.add<T>(e, v128.mul<T>(weight2, p));
        f = v128.add<T>(f, v128.mul<T>(weight2, q));
        g = v128.add<T>(g, v128.mul<T>(weight2, r));
        h = v128.add<T>(h, v128.mul<T>(weight2, s));
      }
    }
    if (first == 1) break;
    evenA = a;
    evenB = b;
    evenC = c;
    evenD = d;
    evenE = e;
    evenF = f;
    evenG = g;
    evenH = h;
    a = zero;
    b = zero;
    c = zero;
    d = zero;
    e = zero;
    f = zero;
    g = zero;
    h = zero;
  }
  const receiver = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2)) << 6);
  const receiver2 = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2), 4) << 6);
  const factor = splat<T>(slopeChanges.factors + (i << 3));
  const factor2 = splat<T>(slopeChanges.factors + (i << 3) + 8);
  a = v128.add<T>(evenA, a);
  b = v128.add<T>(evenB, b);
  c = v128.add<T>(evenC, c);
  d = v128.add<T>(evenD, d);
  giveMany<T>(receiver, factor, a, b, c, d, zero, 0);
  e = v128.add<T>(evenE, e);
  f = v128.add<T>(evenF, f);
  g = v128.add<T>(evenG, g);
  h = v128.add<T>(evenH, h);
  giveMany<T>(receiver2, factor2, e, f, g, h, zero, 0);
}
