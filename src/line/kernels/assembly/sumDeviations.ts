/** What deviations of inputs from their chords make of the units behind a layer. */

import { groupEnd } from './addColumns';
import { ChordDeviations, Matrix } from './records';
import { abs2 } from './unitNumbers';

/** Adds the products of four weights with a number of four deviations to the sums of two units, and of two more. */
@inline
function addProducts(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128, from: usize, sums: usize): void {
  const p = v128.load64_splat(from);
  const q = v128.load64_splat(from, 32);
  const r = v128.load64_splat(from, 64);
  const s = v128.load64_splat(from, 96);
  const first = f64x2.add(f64x2.add(f64x2.mul(a, p), f64x2.mul(b, q)), f64x2.add(f64x2.mul(c, r), f64x2.mul(d, s)));
  v128.store(sums, f64x2.add(v128.load(sums), first));
  const second = f64x2.add(f64x2.add(f64x2.mul(e, p), f64x2.mul(f, q)), f64x2.add(f64x2.mul(g, r), f64x2.mul(h, s)));
  v128.store(sums, f64x2.add(v128.load(sums, 64), second), 64);
}

/** Adds what four deviations make of four units, whose weights they are two by two. */
@inline
function addFour(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128, deviations: usize, sums: usize): void {
  addProducts(a, b, c, d, e, f, g, h, deviations, sums);
  addProducts(a, b, c, d, e, f, g, h, deviations + 8, sums + 16);
  addProducts(a, b, c, d, e, f, g, h, deviations + 16, sums + 32);
  addProducts(abs2(a), abs2(b), abs2(c), abs2(d), abs2(e), abs2(f), abs2(g), abs2(h), deviations + 24, sums + 48);
}

/** Two weights of a column, of which `left` bytes are left. */
@inline
function loadPair(at: usize, left: usize): v128 {
  return left < 16 ? v128.load64_zero(at) : v128.load(at);
}

/** Adds what one deviation makes of two units. */
@inline
function addOne(a: v128, deviation: usize, sums: usize): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(a, v128.load64_splat(deviation))));
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.mul(a, v128.load64_splat(deviation, 8))), 16);
  v128.store(sums, f64x2.add(v128.load(sums, 32), f64x2.mul(a, v128.load64_splat(deviation, 16))), 32);
  v128.store(sums, f64x2.add(v128.load(sums, 48), f64x2.mul(abs2(a), v128.load64_splat(deviation, 24))), 48);
}

/**
 * Sums up what deviations make of the units whose weights fill so many bytes from `weights` on, and a stride further
 * those for the next input.
 */
function sumDeviations(weights: usize, stride: usize, bytes: usize, count: i32, units: usize, deviations: usize, sums: usize): void {
  let n = 0;
  for (; n + 4 <= count; n += 4, deviations += 128) {
    const i = weights + <usize>load<i32>(units + (n << 2)) * stride;
    const j = weights + <usize>load<i32>(units + (n << 2), 4) * stride;
    const k = weights + <usize>load<i32>(units + (n << 2), 8) * stride;
    const l = weights + <usize>load<i32>(units + (n << 2), 12) * stride;
    let at = sums;
    let r: usize = 0;
    for (; r + 32 <= bytes; r += 32, at += 128) {
      const a = v128.load(i + r);
      const b = v128.load(j + r);
      const c = v128.load(k + r);
      const d = v128.load(l + r);
      const e = v128.load(i + r, 16);
      const f = v128.load(j + r, 16);
      const g = v128.load(k + r, 16);
      const h = v128.load(l + r, 16);
      addFour(a, b, c, d, e, f, g, h, deviations, at);
    }
    for (; r < bytes; r += 16, at += 64) {
      const left = bytes - r;
      const none = i64x2.splat(0);
      addFour(loadPair(i + r, left), loadPair(j + r, left), loadPair(k + r, left), loadPair(l + r, left), none, none, none, none, deviations, at);
    }
  }
  for (; n < count; n++, deviations += 32) {
    const i = weights + <usize>load<i32>(units + (n << 2)) * stride;
    for (let at = sums, r: usize = 0; r < bytes; r += 16, at += 64) addOne(loadPair(i + r, bytes - r), deviations, at);
  }
}

/** Bytes of a column that are taken at a time: their sums stay in the nearest cache. */
const chunk: usize = 2048;

/**
 * Sums up what deviations make of all units; those of inputs of one group of columns that follow each other meet their
 * tiles together.
 */
export function sumAllDeviations(matrix: Matrix, all: ChordDeviations): void {
  const pointers = matrix.pointers;
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const count = all.count;
  const units = all.units;
  const deviations = all.numbers;
  const sums = all.sums;
  const stride = <usize>tileRows << 3;
  let to = 0;
  for (let from = 0; from < count; from = to) {
    const group = load<i32>(units + (from << 2)) / tileColumns;
    const first = group * tileColumns;
    to = groupEnd(units, from + 1, count, first, tileColumns);
    const last = load<i32>(pointers + (group << 2), 4);
    for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
      const tile = weights + ((load<i32>(offsets + (t << 2)) - first * tileRows) << 3);
      const at = sums + (<usize>load<i32>(starts + (t << 2)) << 5);
      for (let r: usize = 0; r < stride; r += chunk) {
        const bytes = min(chunk, stride - r);
        sumDeviations(tile + r, stride, bytes, to - from, units + (from << 2), deviations + (from << 5), at + 4 * r);
      }
    }
  }
}
