import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasHeader, readTable } from '../../src/datasets/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'table-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(text: string): string {
  const path = join(folder, 'data.csv');
  writeFileSync(path, text);
  return path;
}

describe('readTable', () => {
  it('takes names from the header, and any numbers', async () => {
    const table = await readTable(file('age,"income, net",label\n30,-1.5e3,yes\n 40 ,.5,no\n\n'), 2);
    expect(table).toEqual({
      features: ['age', 'income, net'],
      rows: [Float64Array.of(30, -1500), Float64Array.of(40, 0.5)],
      labels: ['yes', 'no'],
      labelColumn: 'label',
    });
  });

  it('without a header numbers the columns; takes semicolons and tabs', async () => {
    expect(await readTable(file('1;2\n3;4\n'), 2)).toEqual({
      features: ['column 0', 'column 1'],
      rows: [Float64Array.of(1, 2), Float64Array.of(3, 4)],
    });
    expect((await readTable(file('a\tb\n1\t2\n'), 1, 'a')).rows).toEqual([Float64Array.of(2)]);
  });

  it('takes the labels from the column that is named, by name or index, or from none', async () => {
    const path = file('label,a\n1,2\n');
    expect(await readTable(path, 1, 'a')).toMatchObject({ features: ['label'], labels: ['2'] });
    expect(await readTable(path, 1, '0')).toMatchObject({ features: ['a'], labels: ['1'] });
    expect((await readTable(path, 2, 'none')).labels).toBeUndefined();
    await expect(readTable(path, 1, 'b')).rejects.toThrow("has no column 'b'; its columns are label, a");
  });

  it.each([
    ['a,b\n1,x\n', "row 0: 'x' in column 'b' is no number"],
    ['a,b\n1,0x10\n', "'0x10' in column 'b' is no number"],
    ['a,b\n1,2\n3\n', 'row 1 has 1 cell, expected 2'],
    [
      'a,b,c\n1,2,3\n',
      'has 3 columns, the network takes 2 numbers. Columns: a, b, c. Name that of the labels with --label-column',
    ],
    ['a,b\n', 'has no rows of numbers'],
    ['BM\0\0\n', 'is no text; expected a CSV file in UTF-8.'],
    [`${'a'.repeat(100)},b,c\n1,2,3\n`, `Columns: ${'a'.repeat(40)}..., b, c. Name`],
  ])('refuses %j', async (text, message) => {
    await expect(readTable(file(text), 2)).rejects.toThrow(message);
  });

  it('names the line in which a quotation mark is not closed', async () => {
    const path = file('a,b\n1,2\n3,"4\n');
    await expect(readTable(path, 2)).rejects.toThrow(`${path}:3: a quotation mark is opened and not closed`);
    await expect(hasHeader(file('3,"4\n'))).rejects.toThrow(':1: a quotation mark is opened and not closed');
  });

  it('hasHeader sees whether the first row has what is no number', async () => {
    expect(await hasHeader(file('a,1\n2,3\n'))).toBe(true);
    expect(await hasHeader(file('7,1e2,-3\n'))).toBe(false);
  });
});
