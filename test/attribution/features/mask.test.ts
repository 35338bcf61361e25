import { describe, expect, it } from 'vitest';
import { countFeatures, defaultMask } from '../../../src/attribution/features/index.ts';

describe('the default mask', () => {
  it('of an image is a grid of superpixels, row by row, the channels of a pixel together, cut off at the edges', () => {
    // 3 x 5 pixels in cells of 2 x 2: three cells across, two down.
    expect(Array.from(defaultMask([3, 5, 1], 2))).toEqual([0, 0, 1, 1, 2, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5]);
    expect(Array.from(defaultMask([2, 2, 3], 1))).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('has cells of 4 x 4 pixels unless said', () => {
    expect(countFeatures(defaultMask([28, 28, 1]), 784)).toBe(49);
    expect(countFeatures(defaultMask([32, 32, 3]), 3072)).toBe(64);
  });

  it('of anything else has one feature for each element', () => {
    expect(Array.from(defaultMask([4]))).toEqual([0, 1, 2, 3]);
  });

  it('has cells of whole pixels', () => {
    expect(() => defaultMask([4, 4, 1], 0)).toThrow('The size of a superpixel is 0; expected a whole number from 1.');
  });
});

describe('a mask', () => {
  it('has as many features as are numbered', () => {
    expect(countFeatures([2, 0, 1, 2], 4)).toBe(3);
  });

  it('has one feature for each element', () => {
    expect(() => countFeatures([0, 1], 3)).toThrow(
      'The mask has 2 entries, the input 3 elements; expected one feature for each element.',
    );
  });

  it('has no gaps', () => {
    expect(() => countFeatures([0, 1, 3, 3], 4)).toThrow(
      'The mask has no element of feature 2, but of feature 3; number the features without gaps.',
    );
    expect(() => countFeatures([1, 1], 2)).toThrow('The mask has no element of feature 0, but of feature 1;');
  });

  it('numbers its features from 0', () => {
    expect(() => countFeatures([0, -1], 2)).toThrow(
      'The mask is -1 at index 1; expected the number of a feature: 0, 1, ...',
    );
    expect(() => countFeatures([0.5], 1)).toThrow('The mask is 0.5 at index 0;');
  });
});
