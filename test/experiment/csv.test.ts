import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CsvFile, numberIn, readCsv } from '../../src/experiment/csv.ts';

let folder: string;
let csv: CsvFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'csv-'));
  csv = new CsvFile(join(folder, 'data.csv'), ['network', 'image', 'steps']);
});
afterEach(() => { rmSync(folder, { recursive: true }); });

const content = (): string => readFileSync(csv.path, 'utf8');

describe('CsvFile', () => {
  it('writes the header first and each row at once, with an empty cell for no value', () => {
    csv.create();
    csv.append({ network: 'a', image: 0, steps: 25 });
    expect(content()).toBe('network,image,steps\na,0,25\n');
    csv.append({ image: 1, network: 'b,c', steps: undefined });
    expect(content()).toBe('network,image,steps\na,0,25\n"b,c",1,\n');
  });

  it('gives back what it wrote', () => {
    csv.create();
    csv.append({ network: 'b,"c"', image: 1e-7 });
    const [row] = readCsv(csv.path);
    expect(row).toEqual({ network: 'b,"c"', image: '1e-7', steps: '' });
    expect(numberIn(row, 'image')).toBe(1e-7);
    expect(numberIn(row, 'steps')).toBeUndefined();
  });

  it('refuses a cell of a column that it does not have', () => {
    csv.create();
    expect(() => { csv.append({ stpes: 1 }); }).toThrow("no column 'stpes'");
  });

  it('drops a last line that was torn, and goes on behind the whole ones', () => {
    csv.create();
    csv.append({ network: 'ä', image: 0, steps: 25 });
    appendFileSync(csv.path, 'ä,1,2');
    expect(csv.resume()).toEqual([{ network: 'ä', image: '0', steps: '25' }]);
    csv.append({ network: 'ä', image: 1, steps: 26 });
    expect(content()).toBe('network,image,steps\nä,0,25\nä,1,26\n');
  });

  it('begins anew when not even the header is whole', () => {
    writeFileSync(csv.path, 'network,im');
    expect(csv.resume()).toEqual([]);
    expect(content()).toBe('network,image,steps\n');
  });

  it('refuses a CSV with other columns, as one of a different run, and leaves it as it is', () => {
    writeFileSync(csv.path, 'network,seconds\na,1\n');
    expect(() => csv.resume()).toThrow(/different run: its columns are network,seconds, expected network,image,steps/);
    expect(content()).toBe('network,seconds\na,1\n');
  });

  it('refuses a damaged row and says which', () => {
    writeFileSync(csv.path, 'network,image,steps\na,0,25\na,1\na,2,27\n');
    expect(() => csv.resume()).toThrow(/data\.csv', line 3: Too few fields/);
  });
});

describe('readCsv', () => {
  it('leaves out a torn last line and does not change the file', () => {
    writeFileSync(csv.path, 'network,image,steps\na,0,25\na,1');
    expect(readCsv(csv.path)).toHaveLength(1);
    expect(content()).toMatch(/a,1$/);
  });

  it('says which of the columns that it must have is missing', () => {
    writeFileSync(csv.path, 'network,seconds\na,1\n');
    expect(() => readCsv(csv.path, ['network', 'image'])).toThrow(/data\.csv' has no column 'image'; its columns are network,seconds\./);
  });

  it('says which file is missing', () => {
    expect(() => readCsv(csv.path)).toThrow(/Cannot read '.*data\.csv'/);
  });
});

describe('numberIn', () => {
  it('refuses what is no number, and a column that is not there', () => {
    expect(() => numberIn({ network: 'a', steps: 'x' }, 'steps')).toThrow("Column 'steps' holds 'x' in the row a,x");
    expect(() => numberIn({ network: 'a' }, 'steps')).toThrow("There is no column 'steps'");
  });
});
