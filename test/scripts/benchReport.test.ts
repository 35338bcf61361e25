import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../scripts/bench/compare.ts';
import { layersTable, timesTable, workTable } from '../../scripts/bench/comparisonTables.ts';
import type { Grown } from '../../scripts/bench/growth.ts';
import { growthIn, growthTable } from '../../scripts/bench/growthReport.ts';
import { tableToMarkdown, withSection } from '../../scripts/bench/report.ts';
import { projectRoot } from '../../src/project/index.ts';

const alone = {
  units: 9,
  regions: 7,
  crossings: 6,
  completenessGap: 1e-16,
  seconds: 0.5,
  before: 2 ** 20,
  peak: 3 * 2 ** 20,
};
const comparison: Comparison = {
  network: 'tiny',
  alone,
  work: { multiplyAdds: 4e6, unitsMet: 1e6, denseRate: 8e9 },
  sideBySide: {
    backend: 'wasm',
    samples: 5,
    times: [
      { name: 'exact, sweep', milliseconds: [1, 2, 9] },
      { name: 'trapezoid', milliseconds: [1] },
    ],
  },
  allCores: [3, 4, 5],
  heads: [],
};

describe('the tables', () => {
  it('compare medians with exact on one thread, and say how many runs there were', () => {
    const { columns, rows } = timesTable([comparison]);
    expect(columns.map(({ name }) => name)).toEqual([
      'network',
      'what',
      'runs',
      'median ms',
      'lower quartile',
      'upper quartile',
      'against exact',
    ]);
    expect(rows).toEqual([
      ['tiny', 'exact, sweep', 3, 2, 1.5, 5.5, 1],
      ['tiny', 'trapezoid', 1, 1, 1, 1, 0.5],
      ['tiny', 'exact, sweep, all cores, per image', 3, 4, 3.5, 4.5, 2],
    ]);
  });

  it('give the rate of multiply-adds and its share of a dense product', () => {
    // 4 million in 2 ms.
    expect(workTable([comparison]).rows).toEqual([['tiny', 7, 6, 5, 4, 1, 2, 8, 0.25, 1, 3]]);
  });

  it('give the dearest layer of each method', () => {
    const times = (name: string, ...milliseconds: number[]): { name: string; milliseconds: number[] } => ({
      name,
      milliseconds,
    });
    const { rows } = layersTable([
      times('ig', 2),
      times('a first', 3),
      times('a second', 8, 5, 6),
      times('b first', 1),
    ]);
    expect(rows).toEqual([
      ['ig', 1, '', 2, 1],
      ['a', 2, 'second', 6, 3],
      ['b', 1, 'first', 1, 0.5],
    ]);
  });

  it('give time and memory of growing lines', () => {
    const grown = [{ name: 'deeper', lines: [{ size: 4, ...alone }] }];
    const { columns, rows } = growthTable(grown);
    expect(rows).toEqual([['deeper', 4, 9, 7, 6, 0.5, 0.5e6 / 7, 1, 3, 1e-16]]);
    expect(rows[0]).toHaveLength(columns.length);
  });
});

describe('growthIn', () => {
  it('reads from the table in Markdown what it says of each kind of lines, by ascending regions', () => {
    const of = (size: number, regions: number): Grown['lines'][number] => ({ ...alone, size, regions });
    const table = growthTable([
      { name: 'dense, k wide', lines: [of(4, 20_000), of(8, 1_000)] },
      { name: 'other', lines: [of(4, 7)] },
    ]);
    // 0.5 s, and at the peak 3 MiB.
    const point = (regions: number): object => ({ regions, seconds: 0.5, memory: 3 });
    expect(growthIn(`Measured today.\n\n${tableToMarkdown(table)}`)).toEqual([
      { name: 'dense, k wide', points: [point(1_000), point(20_000)] },
      { name: 'other', points: [point(7)] },
    ]);
  });
});

describe('tableToMarkdown', () => {
  it('writes cells as the terminal shows them, and nothing where there is no value', () => {
    const columns = [{ name: 'a' }, { name: 'b', format: (value: number) => value.toFixed(1) }];
    expect(
      tableToMarkdown({
        columns,
        rows: [
          ['x', 1],
          ['y', undefined],
        ],
      }),
    ).toBe('| a | b |\n|---|---|\n| x | 1.0 |\n| y |  |');
  });
});

describe('withSection', () => {
  it('replaces what stands between the marks of a name, and nothing else', () => {
    const document = 'before <!-- a --> old <!-- /a --> after <!-- b --><!-- /b -->';
    const replaced = withSection(document, 'a', 'new');
    expect(replaced).toBe('before <!-- a -->\nnew\n<!-- /a --> after <!-- b --><!-- /b -->');
    expect(withSection(replaced, 'a', 'new')).toBe(replaced);
  });

  it('refuses a document without the marks', () => {
    expect(() => withSection('<!-- /a --><!-- a -->', 'a', 'new')).toThrow(
      'no section between <!-- a --> and <!-- /a -->',
    );
  });

  it.each(['bench', 'growth'])('finds the section %s in docs/performance.md', (name) => {
    const document = readFileSync(join(projectRoot, 'docs', 'performance.md'), 'utf8');
    expect(withSection(document, name, 'tables')).toContain(`<!-- ${name} -->\ntables\n<!-- /${name} -->`);
  });
});
