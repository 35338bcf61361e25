import { describe, expect, it } from 'vitest';
import { tableToText, type Table } from '../../src/experiment/index.ts';

const lines = (...all: string[]): string => all.join('\n');

/** Two networks with two quantities each; `images` is the same in all rows. */
const study: Table = {
  columns: [{ name: 'network' }, { name: 'quantity' }, { name: 'images' }, { name: 'lower quartile' }, { name: 'n' }],
  rows: [
    ['small', 'regions', 100, 7, 1],
    ['small', 'samples', 100, 12, 22],
    ['large', 'regions', 100, 1234, 3],
    ['large', 'samples', 100, 5, 4],
  ],
};

describe('a table for the terminal', () => {
  it('aligns words to the left, numbers to the right, under a ruled header', () => {
    const table: Table = {
      columns: [{ name: 'network' }, { name: 'mean', format: (value) => value.toFixed(1) }, { name: 'n' }],
      rows: [
        ['small', 1 / 3, 7],
        ['a, b', undefined, 100],
      ],
    };
    expect(tableToText(table)).toBe(
      lines('network  mean    n', '-------  ----  ---', 'small     0.3    7', 'a, b           100'),
    );
  });

  it('that is too wide has headers of several lines', () => {
    // In one line it takes 7 + 8 + 6 + 14 + 2 and four gaps of 2: 45.
    expect(tableToText(study, 45)).toMatch(/^network {2}quantity {2}images {2}lower quartile {3}n\n/);
    expect(tableToText(study, 44)).toBe(
      lines(
        '                              lower',
        'network  quantity  images  quartile   n',
        '-------  --------  ------  --------  --',
        'small    regions      100         7   1',
        'small    samples      100        12  22',
        'large    regions      100      1234   3',
        'large    samples      100         5   4',
      ),
    );
  });

  it('that is wider still has above it what is the same in all rows', () => {
    expect(tableToText(study, 38)).toBe(
      lines(
        'images 100',
        'network  quantity  lower quartile   n',
        '-------  --------  --------------  --',
        'small    regions                7   1',
        'small    samples               12  22',
        'large    regions             1234   3',
        'large    samples                5   4',
      ),
    );
  });

  it('or is one for each first cell', () => {
    expect(tableToText(study, 28)).toBe(
      lines(
        'images 100',
        '',
        'network small',
        'quantity  lower quartile   n',
        '--------  --------------  --',
        'regions                7   1',
        'samples               12  22',
        '',
        'network large',
        'quantity  lower quartile  n',
        '--------  --------------  -',
        'regions             1234  3',
        'samples                5  4',
      ),
    );
  });

  it('and at last has its columns in blocks, each with the first ones', () => {
    const table: Table = {
      columns: [{ name: 'network' }, { name: 'left' }, { name: 'right' }, { name: 'gauss' }],
      rows: [
        ['a', 1, 2, 3],
        ['b', 4, 5, 6],
      ],
    };
    expect(tableToText(table, 20)).toBe(
      lines(
        'network  left  right',
        '-------  ----  -----',
        'a           1      2',
        'b           4      5',
        '',
        'network  gauss',
        '-------  -----',
        'a            3',
        'b            6',
      ),
    );
  });

  it('takes no more than 80 columns unless one column and the first are wider', () => {
    const columns = Array.from({ length: 30 }, (_, i) => ({ name: `column ${i}` }));
    const text = tableToText({ columns, rows: [columns.map((_, i) => 10 ** (i % 12))] });
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const { name } of columns) expect(text.replace(/\s+/g, ' ')).toContain(name.split(' ')[1]);
  });
});
