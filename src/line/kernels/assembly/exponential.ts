/** The exponential function, as `network/exponential.ts` has it, of two numbers at a time. */

import { powersOfTwo } from './powersOfTwo';

/** Below, some powers of two are too small for an exponent of their own. */
const small: f64 = -707;

/** Of numbers that are not larger than 0. */
@inline
export function exponential(numbers: v128): v128 {
  const x = f64x2.pmax(numbers, f64x2.splat(-746));
  const whole = f64x2.splat(6755399441055744);
  const sum = f64x2.sub(whole, f64x2.mul(x, f64x2.splat(46.16624130844683)));
  const steps = f64x2.sub(sum, whole);
  const high = f64x2.mul(steps, f64x2.splat(0.6931471804855391 / 32));
  const low = f64x2.mul(steps, f64x2.splat(7.440617110012397e-11 / 32));
  const r = f64x2.add(f64x2.add(x, high), low);
  const square = f64x2.mul(r, r);
  const second = f64x2.add(f64x2.splat(1.0 / 2), f64x2.mul(r, f64x2.splat(1.0 / 6)));
  const fourth = f64x2.add(f64x2.splat(1.0 / 24), f64x2.mul(r, f64x2.splat(1.0 / 120)));
  const sixth = f64x2.add(fourth, f64x2.mul(square, f64x2.splat(1.0 / 720)));
  const more = f64x2.add(r, f64x2.mul(square, f64x2.add(second, f64x2.mul(square, sixth))));
  const first = powersOfTwo + ((<usize>i64x2.extract_lane(sum, 0) & 31) << 3);
  const other = powersOfTwo + ((<usize>i64x2.extract_lane(sum, 1) & 31) << 3);
  const power = v128.load64_lane(other, v128.load64_zero(first), 1);
  const product = f64x2.add(power, f64x2.mul(power, more));
  const halvings = i64x2.shr_u(sum, 5);
  // 2^-511 is 0x20... in bits.
  return v128.any_true(f64x2.lt(x, f64x2.splat(small)))
    ? f64x2.mul(halved(product, halvings, 512), f64x2.splat(reinterpret<f64>(0x2000000000000000)))
    : halved(product, halvings, 1);
}

/** `product * 2^(doublings - halvings)`, by the last bits of the halvings. */
@inline
function halved(product: v128, halvings: v128, doublings: i64): v128 {
  return f64x2.mul(product, i64x2.shl(i64x2.sub(i64x2.splat(1023 + doublings), halvings), 52));
}
