import { describe, expect, it } from 'vitest';
import { parseImages } from '../../src/experiment/index.ts';

describe('parseImages', () => {
  it('takes a range with both ends', () => {
    expect(parseImages('2-5', 100, 0)).toEqual([2, 3, 4, 5]);
    expect(parseImages('0-99', 100, 0)).toHaveLength(100);
  });

  it('takes a list of images and ranges, each image once, in ascending order', () => {
    expect(parseImages('7-9, 5,0,8', 10, 0)).toEqual([0, 5, 7, 8, 9]);
  });

  it('draws different images that depend on the seed alone', () => {
    const drawn = parseImages('random:20', 100, 1);
    expect(new Set(drawn).size).toBe(20);
    expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
    expect(parseImages('random:20', 100, 1)).toEqual(drawn);
    expect(parseImages('random:20', 100, 2)).not.toEqual(drawn);
  });

  it('draws all images when all are asked for', () => {
    expect(parseImages('random:4', 4, 3)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['5-200', 'there is no image 200. There are 100, from 0 to 99.'],
    ['100', 'there is no image 100'],
    ['9-5', 'the range 9-5 runs backwards'],
    ['random:101', 'expected a number from 1 to 100'],
    ['random:0', 'expected a number from 1 to 100'],
    ['first', "Images 'first' are not understood"],
    ['-3', 'not understood'],
    ['1.5', 'not understood'],
    ['', 'not understood'],
    ['1,,2', 'not understood'],
  ])("refuses '%s' of 100 images and says why", (given, reason) => {
    expect(() => parseImages(given, 100, 0)).toThrow(reason);
  });
});
