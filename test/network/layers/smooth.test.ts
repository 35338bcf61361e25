import { describe, expect, it } from 'vitest';
import { erf } from '../../../src/network/erf.ts';
import { ELU, GELU, selu, Softmax, Softplus } from '../../../src/network/index.ts';
import { valuesOf } from './support.ts';

describe('erf', () => {
  // Oracle: Python's math.erf, which is the C library's.
  it.each([
    [0, 0],
    [1e-9, 1.1283791670955127e-9],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
    [5, 0.9999999999984626],
    [6.5, 1],
  ])('of %d is %d and odd', (x, y) => {
    expect(Math.abs(erf(x) - y)).toBeLessThanOrEqual(2e-15 * y);
    expect(erf(-x)).toBe(-erf(x));
  });
});

describe('smooth layers', () => {
  it('GELU is x times the normal distribution function: Phi(1) = 0.8413..., Phi(-1) = 1 - Phi(1)', () => {
    const [negative, zero, positive] = valuesOf(new GELU('erf'), [3], [-1, 0, 1]);
    expect(positive).toBeCloseTo(0.8413447460685429, 15);
    expect(negative).toBeCloseTo(-0.15865525393145707, 15);
    expect(zero).toBe(0);
  });

  it('GELU by the hyperbolic tangent is within 5e-4 of the exact one, and not the same', () => {
    const x = Array.from({ length: 101 }, (_, i) => (i - 50) / 10);
    const exact = valuesOf(new GELU('erf'), [101], x);
    const distance = Math.max(...valuesOf(new GELU('tanh'), [101], x).map((y, i) => Math.abs(y - exact[i])));
    expect(distance).toBeGreaterThan(1e-4);
    expect(distance).toBeLessThan(5e-4);
  });

  it('Softplus is log(2) at 0 and neither overflows nor loses what is small', () => {
    expect(valuesOf(new Softplus(), [3], [0, 1000, -100])).toEqual([Math.LN2, 1000, Math.exp(-100)]);
  });

  it('ELU bends to -scale alpha; SELU has the fixed point of its paper, 1.0507... for slope', () => {
    expect(valuesOf(new ELU(0.5, 2), [3], [-1000, 0, 3])).toEqual([-1, 0, 6]);
    // -1.7580993408473766 = -1.0507009873554805 * 1.6732632423543772
    expect(valuesOf(selu(), [2], [-1000, 1])).toEqual([-1.7580993408473766, 1.0507009873554805]);
  });

  it('Softmax is over the last axis, and logits of any size do not overflow', () => {
    expect(valuesOf(new Softmax(), [1, 2, 2], [1000, 1000, -1000, Math.log(3) - 1000])).toEqual([
      0.5,
      0.5,
      expect.closeTo(0.25, 12),
      expect.closeTo(0.75, 12),
    ]);
  });
});
