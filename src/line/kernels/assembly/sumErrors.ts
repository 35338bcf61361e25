/** How far integrals are off others, in single lanes. */

import { References } from './records';

/** Units whose lanes are added up in float32, before that goes to float64. */
const together = 64;

/** Adds up `weight * |integral + share * other - reference|` over units, in float32 lanes, for each row of shares. */
export function sumErrors(integrals: usize, compared: References, shares: usize, rows: i32, sums: usize): void {
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
        a = f32x4.add(a, weightedError(v128.load(at), shareA, other, reference, weight));
        b = f32x4.add(b, weightedError(v128.load(at, 16), shareB, other, reference, weight));
        c = f32x4.add(c, weightedError(v128.load(at, 32), shareC, other, reference, weight));
        d = f32x4.add(d, weightedError(v128.load(at, 48), shareD, other, reference, weight));
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
function weightedError(integral: v128, share: v128, other: v128, reference: v128, weight: v128): v128 {
  return f32x4.mul(weight, f32x4.abs(f32x4.sub(f32x4.add(integral, f32x4.mul(share, other)), reference)));
}

/** Adds four float32 to four float64. */
@inline
function addTo(sums: usize, values: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(values)));
  const high = i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
}
