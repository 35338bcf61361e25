import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import { AveragePool, Conv2D, MaxPool, noPadding, type Window } from '../../../src/network/index.ts';
import { alone, counting, valuesOf } from './support.ts';

/** A window along the columns of an image of one row. */
function row(size: number, stride: number, rest: Partial<Window> & { left?: number; right?: number } = {}): Window {
  const { left = 0, right = 0, ...others } = rest;
  return { size: [1, size], strides: [1, stride], padding: { ...noPadding, left, right }, ...others };
}

describe('windows with ceil', () => {
  // Oracle: torch.nn.functional.max_pool1d and avg_pool1d of PyTorch 1.13 with ceil_mode=True on 1..n.
  it.each([
    ['a last window that reaches over', 5, row(2, 2, { ceil: true }), [1, 3, 4], [0.5, 2.5, 4]],
    ['no window that begins on the padding behind', 4, row(2, 3, { ceil: true, left: 1, right: 1 }), [0, 3], [0, 2.5]],
    ['no window that begins where the image ends', 5, row(2, 3, { ceil: true, left: 1, right: 1 }), [0, 3], [0, 2.5]],
    ['one window larger than the image', 2, row(3, 2, { ceil: true }), [1], [0.5]],
  ])('make %s', (_, cells, window, largest, mean) => {
    const shape = [1, cells, 1];
    expect(valuesOf(new MaxPool(window), shape, counting(shape))).toEqual(largest);
    expect(valuesOf(new AveragePool(window, false), shape, counting(shape))).toEqual(mean);
  });

  // Windows of 3 from -1 on over 0 1 2 3 4 and a cell of padding at both ends: -1..1, 1..3, 3..5; with stride 4 -1..1,
  // 3..5. With 6 cells and stride 3 the third window covers 5, the padding at 6 and a cell beyond: 5 / 2.
  it('count padding but not what lies beyond it', () => {
    expect(valuesOf(new AveragePool(row(3, 2, { left: 1, right: 1 }), true), [1, 5, 1], counting([5]))).toEqual([
      1 / 3,
      2,
      expect.closeTo(7 / 3, 15),
    ]);
    expect(
      valuesOf(new AveragePool(row(3, 3, { left: 1, right: 1, ceil: true }), true), [1, 6, 1], counting([6])),
    ).toEqual([1 / 3, 3, 2.5]);
  });
});

describe('windows with dilations', () => {
  it('take cells apart from each other', () => {
    const window = row(2, 1, { dilations: [1, 3] });
    expect(valuesOf(new MaxPool(window), [1, 5, 1], [9, 1, 2, 3, 4])).toEqual([9, 4]);
    expect(valuesOf(new AveragePool(window, false), [1, 5, 1], [9, 1, 2, 3, 4])).toEqual([6, 2.5]);
    expect(
      valuesOf(new Conv2D(Float64Array.of(1, 10), Float64Array.of(0.5), window), [1, 5, 1], [9, 1, 2, 3, 4]),
    ).toEqual([39.5, 41.5]);
  });
});

describe('windows that are none', () => {
  const is =
    'with strides 1x1, dilations 1x1 and padding 0, 0, 0, 0 is none; sizes, strides and dilations are whole numbers of at least 1, padding of at least 0.';
  it.each([
    [row(0, 1), `its window of 1x0 ${is}`],
    [row(-1, 1), `its window of 1x-1 ${is}`],
    [row(2, 0), is.replace('strides 1x1', 'strides 1x0')],
    [row(2, 1, { left: -1 }), is.replace('padding 0, 0', 'padding 0, -1')],
    [row(2, 1, { dilations: [1, 0.5] }), is.replace('dilations 1x1', 'dilations 1x0.5')],
    [row(4, 1), 'its window of 1x4 is larger than its input of 1x3 and padding.'],
    [row(2, 1, { dilations: [1, 3] }), 'its window of 1x2 is larger than its input of 1x3 and padding.'],
    [row(2, 1, { left: 2 }), 'one of its windows lies on padding alone, where there is no largest value.'],
    [
      row(1, 1, { left: 2 ** 40 }),
      `1x${2 ** 40 + 3}x1 are ${2 ** 40 + 3} units; more than 67108864 are not supported.`,
    ],
  ])('are refused, case %#', (window, message) => {
    expect(() => alone(new MaxPool(window), [1, 3, 1])).toThrow(UserError);
    expect(() => alone(new MaxPool(window), [1, 3, 1])).toThrow(message);
  });

  it('of a mean likewise, where all is padding', () => {
    expect(() => alone(new AveragePool(row(2, 1, { left: 2 }), false), [1, 3, 1])).toThrow(
      'one of its windows lies on padding alone, which has no mean.',
    );
  });
});
