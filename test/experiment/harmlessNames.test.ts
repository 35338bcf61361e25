import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { fileNameFor } from '../../src/experiment/fileNames.ts';
import { tableToCsv } from '../../src/experiment/table.ts';
import { tableToText } from '../../src/experiment/tableText.ts';
import { lineFigure, type Image } from '../../src/figures/index.ts';
import { printable } from '../../src/base/index.ts';
import { projectRoot } from '../../src/project/index.ts';

const escape = '\u001b[31mred';

it('a file name of an artifact is short and plain, and different for different keys', () => {
  expect(fileNameFor('error_mnist_dense')).toBe('error_mnist_dense');
  const long = fileNameFor(`error_${'a'.repeat(245)}.onnx`);
  expect(long).toMatch(/^error_a{74}-[0-9a-f]{8}$/);
  expect(fileNameFor(`error_${'a'.repeat(246)}.onnx`)).not.toBe(long);
  expect(fileNameFor('error_a:b')).not.toBe(fileNameFor('error_a/b'));
  for (const key of ['../x', '/etc/x', '-x', '<script>', escape])
    expect(fileNameFor(key)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
});

it('words that a spreadsheet would compute have an apostrophe before them in a CSV; numbers have none', () => {
  const csvOf = (cells: readonly (string | number)[]): string[] =>
    tableToCsv({ columns: [{ name: 'x' }], rows: cells.map((cell) => [cell]) })
      .split('\n')
      .slice(1, -1);
  const formulas = ['=cmd', '=1+1', '=2', '+1+cmd', '+1+1', '-a', '-1-1', '-1+1', '@sum', '@1'];
  expect(csvOf(formulas)).toEqual(formulas.map((cell) => `"'${cell}"`));
  const harmless = [-0.5, -1e-7, -1e21, -Infinity, '-0.5', '-1 2e-7 -Infinity NaN', 'a=b'];
  expect(csvOf(harmless)).toEqual(harmless.map(String));
});

it('control characters are spelt out on terminals and in figures, and markup is text', () => {
  expect(printable(`${escape}\n\ta\u202eb`)).toBe('\\u001b[31mred\n\ta\\u202eb');
  expect(tableToText({ columns: [{ name: 'x' }], rows: [[escape]] })).not.toContain('\u001b');
  const black: Image = { rows: 1, columns: 1, channels: 1, pixels: new Uint8Array(1) };
  const svg = lineFigure({ title: `${escape}<script>alert(1)</script>`, from: black, to: black, breakpoints: [] });
  expect(svg).not.toContain('\u001b');
  expect(svg).not.toContain('<script');
});

it('the name of a network file is neither a formula, nor markup, nor a path in anything that a run writes', async () => {
  const artifacts = mkdtempSync(join(tmpdir(), 'names-'));
  const network = join(artifacts, '=1+1<b>&..onnx');
  copyFileSync(join(projectRoot, 'networks', 'mnist_dense.onnx'), network);
  const study = ['experiment', 'integrated_gradients', '--data', 'mnist_test', '--images', '0-1', '--jobs', '1'];
  vi.spyOn(console, 'log').mockReturnValue();
  expect(await runCommandLine([...study, '--networks', network, '--artifacts', artifacts])).toBe(0);
  expect(await runCommandLine(['analyze', '--artifacts', artifacts])).toBe(0);
  const folder = join(artifacts, 'integrated_gradients');
  expect(await runCommandLine(['report', folder])).toBe(0);
  const files = readdirSync(folder).filter((name) => /\.(csv|svg|html)$/.test(name));
  expect(files.length).toBeGreaterThan(8);
  for (const name of files) {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
    if (name.endsWith('.csv')) expect(text, name).not.toMatch(/(^|[\n,])"?=/);
    else expect(text, name).not.toContain('<b>');
  }
  vi.restoreAllMocks();
  rmSync(artifacts, { recursive: true });
});
