import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import { absolute, clip, hardSigmoid, PiecewiseLinear, pullNode } from '../../../src/network/index.ts';
import { alone, valuesOf } from './support.ts';

// Oracle of derivatives at thresholds: torch.clamp, relu6, hardsigmoid and abs of PyTorch 1.13.
describe('PiecewiseLinear', () => {
  it.each([
    ['abs', absolute(), [-2, 0, 3], [2, 0, 3], [-1, 0, 1]],
    ['clip between bounds', clip(-0.5, 6), [-1, -0.5, 0.1, 6, 7], [-0.5, -0.5, 0.1, 6, 6], [0, 1, 1, 1, 0]],
    ['clip from below', clip(0.5, Infinity), [-1, 0.5, 2], [0.5, 0.5, 2], [0, 1, 1]],
    ['clip from above', clip(-Infinity, 0.5), [-1, 0.5, 2], [-1, 0.5, 0.5], [1, 1, 0]],
    ['relu6', clip(0, 6, 0), [0, 0.1, 6], [0, 0.1, 6], [0, 1, 0]],
    ['hard sigmoid', hardSigmoid(0.25, 0.5), [-3, -2, 0, 1, 2, 5], [0, 0, 0.5, 0.75, 1, 1], [0, 0, 0.25, 0.25, 0, 0]],
    ['a falling hard sigmoid', hardSigmoid(-0.25, 0.5), [-3, -2, 0, 2, 5], [1, 1, 0.5, 0, 0], [0, 0, -0.25, 0, 0]],
    [
      'any function of pieces',
      new PiecewiseLinear([-1, 2], [1, -2, 0.5], [7, 8], 3),
      [-2, -1, 0, 2, 4],
      [1, 2, 0, -4, -3],
      [1, 7, -2, 8, 0.5],
    ],
  ])('%s has its values and derivatives, also at thresholds', (_, layer, x, values, derivatives) => {
    expect(valuesOf(layer, [x.length], x)).toEqual(values);
    const [pulled] = pullNode(layer.connect([[x.length]]), [Float64Array.from(x)], new Float64Array(x.length).fill(1));
    expect([...pulled]).toEqual(derivatives);
  });

  it.each([
    [[], [1], []],
    [
      [1, 1],
      [0, 1, 2],
      [0, 0],
    ],
    [[NaN], [0, 1], [0]],
    [[0], [0, Infinity], [0]],
    [[0], [0, 1, 2], [0]],
    [[0], [0, 1], []],
  ])('refuses thresholds %j with slopes %j and %j', (thresholds, slopes, slopesAt) => {
    expect(() => alone(new PiecewiseLinear(thresholds, slopes, slopesAt, 0), [1])).toThrow(
      'are no piecewise-linear function; expected finite numbers',
    );
  });

  it.each([
    [1, 1],
    [2, 1],
    [NaN, 1],
    [-Infinity, Infinity],
  ])('refuses to clip to [%d, %d]', (low, high) => {
    expect(() => clip(low, high)).toThrow(UserError);
  });
});
