import { describe, expect, it } from 'vitest';
import { tableToText, type Table } from '../../src/experiment/index.ts';
import { tableToCsv } from '../../src/experiment/table.ts';

const table: Table = {
  columns: [{ name: 'network' }, { name: 'mean', format: (value) => value.toFixed(1) }, { name: 'n' }],
  rows: [
    ['small', 1 / 3, 7],
    ['a, b', undefined, 100],
  ],
};

describe('tableToText', () => {
  it('aligns words to the left, numbers to the right, under a ruled header', () => {
    expect(tableToText(table)).toBe(
      ['network  mean    n', '-------  ----  ---', 'small     0.3    7', 'a, b           100'].join('\n'),
    );
  });
});

describe('tableToCsv', () => {
  it('has the header first, numbers in full, and an empty cell for no value', () => {
    expect(tableToCsv(table)).toBe('network,mean,n\nsmall,0.3333333333333333,7\n"a, b",,100\n');
  });
});
