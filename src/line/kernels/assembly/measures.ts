/** Measures in lanes: their point masses along the line, and how far integrals against them are off others. */
import { singleLanes } from '../../memory/layout';
import { bytesOf } from './lanes';
import { PointMasses, References } from './records';

/** Units whose lanes are added up in float32, before that goes to float64. */
const together = 64;

/** Writes the mass of a lane. */
@inline
function storeMass(into: usize, lane: i32, lanes: i32, mass: f64): void {
  if (lanes == singleLanes) store<f32>(into + (lane << 2), <f32>mass);
  else store<f64>(into + (lane << 3), mass);
}

/** Passes all nodes before an alpha, and writes the masses that change; returns the least that is left. */
function passNodes(points: PointMasses, alpha: f64, into: usize): f64 {
  const nodes = points.nodes;
  const weights = points.weights;
  const next = points.next;
  const passed = points.passed;
  const measures = points.measures;
  const lanes = points.lanes;
  let nearest = Infinity;
  for (let lane = 0; lane < measures; lane++) {
    let n = load<i32>(next + (lane << 2));
    let node = load<f64>(nodes + (n << 3));
    if (node < alpha) {
      let mass = load<f64>(passed + (lane << 3));
      for (; node < alpha; node = load<f64>(nodes + (n << 3))) mass += load<f64>(weights + (n++ << 3));
      store<i32>(next + (lane << 2), n);
      store<f64>(passed + (lane << 3), mass);
      storeMass(into, lane, lanes, mass);
    }
    nearest = min(nearest, node);
  }
  return nearest;
}

/** Writes the point masses before alphas, in lanes. */
export function weigh(points: PointMasses, alphas: usize, begin: i32, end: i32, near: f64, into: usize): void {
  const passed = points.passed;
  const lanes = points.lanes;
  const bytes = bytesOf(lanes);
  let nearest = -Infinity;
  for (let i = begin; i < end; i++, into += bytes) {
    if (i == begin) {
      for (let lane = 0; lane < points.measures; lane++) storeMass(into, lane, lanes, load<f64>(passed + (lane << 3)));
    } else {
      for (let at: usize = 0; at < bytes; at += 16) v128.store(into + at, v128.load(into - bytes + at));
    }
    const alpha = load<f64>(alphas + (i << 3)) - near;
    if (nearest < alpha) nearest = passNodes(points, alpha, into);
  }
}

/** Adds up `weight * |integral + share * other - reference|` over units, in float32 lanes, for each row of shares. */
export function deviate(integrals: usize, compared: References, shares: usize, rows: i32, sums: usize): void {
  const units = compared.count;
  const references = compared.reference;
  const others = compared.others;
  const weights = compared.weights;
  for (let begin = 0; begin < units; begin += together) {
    const end = min(units, begin + together);
    for (let row = 0; row < rows; row++) {
      const share = shares + (row << 6);
      const shareA = v128.load(share);
      const shareB = v128.load(share, 16);
      const shareC = v128.load(share, 32);
      const shareD = v128.load(share, 48);
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (let i = begin; i < end; i++) {
        const at = integrals + (i << 6);
        const reference = v128.load32_splat(references + (i << 2));
        const other = v128.load32_splat(others + (i << 2));
        const weight = v128.load32_splat(weights + (i << 2));
        a = f32x4.add(a, deviation(v128.load(at), shareA, other, reference, weight));
        b = f32x4.add(b, deviation(v128.load(at, 16), shareB, other, reference, weight));
        c = f32x4.add(c, deviation(v128.load(at, 32), shareC, other, reference, weight));
        d = f32x4.add(d, deviation(v128.load(at, 48), shareD, other, reference, weight));
      }
      const sum = sums + (row << 7);
      addTo(sum, a);
      addTo(sum + 32, b);
      addTo(sum + 64, c);
      addTo(sum + 96, d);
    }
  }
}

@inline
function deviation(integral: v128, share: v128, other: v128, reference: v128, weight: v128): v128 {
  return f32x4.mul(weight, f32x4.abs(f32x4.sub(f32x4.add(integral, f32x4.mul(share, other)), reference)));
}

/** Adds four float32 to four float64. */
@inline
function addTo(sums: usize, values: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(values)));
  const high = i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
}
