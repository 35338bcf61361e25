import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numberIn, readCsv } from '../../src/experiment/csv.ts';
import { tableToCsv } from '../../src/experiment/table.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'csv-'));
  path = join(folder, 'data.csv');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('readCsv', () => {
  it('gives back what tableToCsv wrote', () => {
    writeFileSync(
      path,
      tableToCsv({
        columns: ['network', 'image', 'steps'].map((name) => ({ name })),
        rows: [['b,"c"', 1e-7, undefined]],
      }),
    );
    const [row] = readCsv(path);
    expect(row).toEqual({ network: 'b,"c"', image: '1e-7', steps: '' });
    expect(numberIn(row, 'image')).toBe(1e-7);
    expect(numberIn(row, 'steps')).toBeUndefined();
  });

  it('refuses a damaged row and says which', () => {
    writeFileSync(path, 'network,image,steps\na,0,25\na,1\na,2,27\n');
    expect(() => readCsv(path)).toThrow(/data\.csv', line 3: Too few fields/);
  });

  it('says which of the columns that it must have is missing', () => {
    writeFileSync(path, 'network,seconds\na,1\n');
    expect(() => readCsv(path, ['network', 'image'])).toThrow(
      /data\.csv' has no column 'image'; its columns are network,seconds\./,
    );
  });

  it('says which file is missing', () => {
    expect(() => readCsv(path)).toThrow(/Cannot read '.*data\.csv'/);
  });
});

describe('numberIn', () => {
  it('refuses what is no number, and a column that is not there', () => {
    expect(() => numberIn({ network: 'a', steps: 'x' }, 'steps')).toThrow("Column 'steps' holds 'x' in the row a,x");
    expect(() => numberIn({ network: 'a' }, 'steps')).toThrow("There is no column 'steps'");
  });
});
