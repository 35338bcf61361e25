import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/experiment/index.ts';
import { tableToCsv } from '../../src/experiment/table.ts';

const table: Table = {
  columns: [{ name: 'network' }, { name: 'mean', format: (value) => value.toFixed(1) }, { name: 'n' }],
  rows: [
    ['small', 1 / 3, 7],
    ['a, b', undefined, 100],
  ],
};

describe('tableToCsv', () => {
  it('has the header first, numbers in full, and an empty cell for no value', () => {
    expect(tableToCsv(table)).toBe('network,mean,n\nsmall,0.3333333333333333,7\n"a, b",,100\n');
  });
});
