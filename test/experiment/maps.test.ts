import { describe, expect, it } from 'vitest';
import { imageMapsIn, mapSheetNamed } from '../../src/experiment/index.ts';
import type { Row } from '../../src/experiment/index.ts';
import { holdsMaps } from '../../src/experiment/maps.ts';

const rowOf = (image: string, rule: string, n: string, values: string): Row => ({
  network: 'net',
  image,
  rule,
  n,
  label: '3',
  error: n === '' ? '' : '0.25',
  rows: '1',
  columns: '2',
  values,
});

describe('a sheet of maps', () => {
  it('is known by its columns, whatever its name', () => {
    expect(holdsMaps(mapSheetNamed('any').columns)).toBe(true);
    expect(holdsMaps(['network', 'image', 'rule', 'n', 'error'])).toBe(false);
  });

  it('gives each image with its exact map and those of rules; without an exact map there is nothing to compare', () => {
    const rows = [
      rowOf('7', 'image', '', '0 255'),
      rowOf('7', 'exact', '', '1 -2'),
      rowOf('7', 'left', '20', '1 -1'),
      rowOf('8', 'image', '', '0 0'),
    ];
    expect(imageMapsIn(rows)).toEqual([
      {
        network: 'net',
        image: '7',
        label: '3',
        rows: 1,
        columns: 2,
        pixels: Float64Array.of(0, 255),
        exact: Float64Array.of(1, -2),
        sampled: [{ rule: 'left', n: 20, error: 0.25, values: Float64Array.of(1, -1) }],
      },
    ]);
  });
});
