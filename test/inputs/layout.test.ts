import { describe, expect, it } from 'vitest';
import { arrangementOf, batchOf, inputsIn } from '../../src/inputs/layout.ts';

const image = [2, 3, 2];
/** 2 rows, 3 columns, 2 channels: ten times the place in the image, plus the channel. */
const last = Float64Array.of(0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51);
const first = Float64Array.of(0, 10, 20, 30, 40, 50, 1, 11, 21, 31, 41, 51);
const array = (shape: number[], data: Float64Array): { shape: number[]; data: Float64Array; type: string } => ({
  shape,
  data,
  type: 'float64',
});

describe('an array of inputs', () => {
  it('with channels last or first is told by its axes, one input or a batch', () => {
    expect(arrangementOf({ shape: [2, 3, 2] }, image, 'x')).toMatchObject({ layout: 'nhwc', batch: false });
    expect(arrangementOf({ shape: [5, 2, 2, 3] }, image, 'x')).toMatchObject({
      layout: 'nchw',
      batch: true,
      axes: [2, 2, 3],
    });
    expect(arrangementOf({ shape: [5, 2, 2, 3] }, image, 'x').assumption).toBe(
      'x is 5x2x2x3: 5 inputs along the first axis, channels first.',
    );
    expect(arrangementOf({ shape: [1, 2, 2, 3] }, image, 'x').assumption).toContain('1 input along the first axis');
  });

  it('gives the same numbers in row, column, channel order in both layouts', () => {
    for (const [shape, data] of [
      [[1, 2, 3, 2], last],
      [[1, 2, 2, 3], first],
    ] as const) {
      const given = array([...shape], data);
      expect(inputsIn(given, arrangementOf(given, image, 'x'), image, 'x')).toEqual([last]);
    }
  });

  it('of which both layouts are possible is asked for', () => {
    expect(() => arrangementOf({ shape: [3, 3, 3] }, [3, 3, 3], 'x')).toThrow(
      'x of 3x3x3 may have its channels first or last; say --layout nchw or --layout nhwc.',
    );
    expect(() => arrangementOf({ shape: [12] }, image, 'x')).toThrow('may have its channels first or last');
    expect(arrangementOf({ shape: [12] }, image, 'x', 'nchw')).toMatchObject({ layout: 'nchw' });
  });

  it('whose axes speak against the layout that is said is refused', () => {
    expect(() => arrangementOf({ shape: [2, 3, 2] }, image, 'x', 'nchw')).toThrow(
      'does not have its channels first, as --layout nchw says',
    );
    expect(() => arrangementOf({ shape: [3, 2, 2] }, image, 'x')).toThrow(
      'x is 3x2x2; the network takes 2x2x3 or 2x3x2, one input or a batch of them',
    );
  });

  it('of one channel may leave out its axis, and of vectors have any axes of that size, which is told', () => {
    expect(arrangementOf({ shape: [2, 3] }, [2, 3, 1], 'x')).toMatchObject({ batch: false });
    expect(arrangementOf({ shape: [7, 1, 2, 3] }, [2, 3, 1], 'x')).toMatchObject({ batch: true });
    expect(() => arrangementOf({ shape: [3, 2] }, [2, 3, 1], 'x')).toThrow('x is 3x2');
    expect(arrangementOf({ shape: [4, 2, 3] }, [6], 'x').assumption).toBe(
      "x is 4x2x3: 4 inputs along the first axis, each taken as 6 numbers in the array's own order.",
    );
  });
});

it('a batch of attributions has channels where the layout puts them', () => {
  expect(batchOf([last, last], image, 'nhwc')).toEqual({
    shape: [2, 2, 3, 2],
    data: Float64Array.of(...last, ...last),
  });
  expect(batchOf([last, last], image, 'nchw')).toEqual({
    shape: [2, 2, 2, 3],
    data: Float64Array.of(...first, ...first),
  });
  expect(batchOf([Float64Array.of(1, 2)], [2], 'nchw')).toEqual({ shape: [1, 2], data: Float64Array.of(1, 2) });
});
