import { describe, expect, it } from 'vitest';
import { processingInWords, processingOf } from '../../src/inputs/processing.ts';
import { processImage } from '../../src/network/index.ts';

describe('processingOf', () => {
  it('is (pixel / divisor - mean) / std, by channel', () => {
    const processing = processingOf({ name: 'imagenet' }, 3);
    // torchvision's Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]) of ToTensor's pixel / 255.
    const expected = [(1 - 0.485) / 0.229, (0.2 - 0.456) / 0.224, -0.406 / 0.225];
    const values = processing && processImage(Float64Array.of(255, 51, 0), processing);
    values?.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 14);
    });
    expect(values).toHaveLength(3);
  });

  it('is nothing if nothing is said, and divides by 255 unless the divisor is said', () => {
    expect(processingOf({}, 3)).toBeUndefined();
    expect(processingOf({ mean: [0.5], std: [0.5] }, 1)).toEqual({ divisor: 127.5, offset: -1 });
    expect(processingOf({ divisor: 1, mean: [100], std: [50] }, 1)).toEqual({ divisor: 50, offset: -2 });
  });

  it.each([
    [{ mean: [123.7, 116.8, 103.9] }, 'Give --divisor 1 too'],
    [{ mean: [0.5, 0.5] }, 'the input has 3 channels'],
    [{ std: [0] }, 'expected finite numbers, the divisor not 0'],
    [{ name: 'imagenett' }, "Did you mean 'imagenet'?"],
    [{ name: 'unit', divisor: 2 }, 'Both --processing unit and numbers'],
  ])('refuses %j', (options, message) => {
    expect(() => processingOf(options, 3)).toThrow(message);
  });

  it('is told in words', () => {
    expect(processingInWords({ divisor: 255, offset: 0 })).toBe('pixel / 255');
    expect(processingInWords({ divisor: 127.5, offset: -1 })).toBe('(pixel / 255 - 0.5) / 0.5');
    expect(processingInWords({ divisor: 1, offset: 0 })).toBe('the input as they are');
    expect(processingInWords({ divisor: 1, offset: [-104, -117, -124] })).toBe('pixel - (104, 117, 124)');
    const imagenet = processingOf({ name: 'imagenet' }, 3) ?? { divisor: 1, offset: 0 };
    expect(processingInWords(imagenet)).toBe('(pixel / 255 - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)');
  });
});
