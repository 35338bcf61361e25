import { describe, expect, it } from 'vitest';
import { erf, erfc } from '../../../src/network/erf.ts';
import { ELU, GELU, pullNode, selu, Softmax, Softplus, Tanh, type Layer } from '../../../src/network/index.ts';
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

describe('erfc', () => {
  // Oracle: Python's math.erfc.
  it.each([
    [-1, 1.842700792949715],
    [0, 1],
    [1.5, 0.033894853524689274],
    [2, 0.004677734981047265],
    [3, 2.2090496998585438e-5],
    [5, 1.5374597944280351e-12],
    [10, 2.088487583762545e-45],
    [25, 8.300172571196522e-274],
  ])('of %d is %d to all digits, however small', (x, y) => {
    expect(Math.abs(erfc(x) - y)).toBeLessThanOrEqual(1e-14 * y);
  });
});

/** The derivative of a layer of one unit. */
function slopeAt(layer: Layer, x: number): number {
  const [[slope]] = pullNode(layer.connect([[1]]), [Float64Array.of(x)], Float64Array.of(1));
  return slope;
}

describe('slopes of saturated layers', () => {
  // Oracle: Python's 1 / math.cosh(x) ** 2; of GELU its definition with math.erfc, or with 1 / (1 + exp(-2 u)) in the
  // place of (1 + tanh(u)) / 2.
  it.each([
    ['Tanh', new Tanh(), 3, 0.009866037165440192],
    ['Tanh', new Tanh(), -20, 1.6993417021166355e-17],
    ['Tanh', new Tanh(), 300, 1.0601586212017243e-260],
    ['GELU', new GELU('erf'), -5, -7.146946001792295e-6],
    ['GELU', new GELU('erf'), -8, -3.979607261086796e-14],
    ['GELU by tanh', new GELU('tanh'), -5, -1.5463619875325931e-6],
    ['GELU by tanh', new GELU('tanh'), -8, -4.7147845041068444e-20],
  ])('%s, case %#, have all digits, so that quadrature resolves them', (_, layer, x, slope) => {
    expect(Math.abs(slopeAt(layer, x) - slope)).toBeLessThanOrEqual(2e-13 * Math.abs(slope));
  });

  it.each([new GELU('erf'), new GELU('tanh')])('GELU of any size has the slopes 0 and 1: $form', (layer) => {
    expect([-1e308, -1e155, 1e155, 1e308].map((x) => slopeAt(layer, x) + 0)).toEqual([0, 0, 1, 1]);
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
