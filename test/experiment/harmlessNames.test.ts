import { expect, it } from 'vitest';
import { fileNameFor } from '../../src/experiment/fileNames.ts';
import { tableToCsv, tableToText } from '../../src/experiment/table.ts';
import { lineFigure, type Image } from '../../src/figures/index.ts';
import { printable } from '../../src/base/index.ts';

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
  const cells = ['=cmd', '+1+cmd', '-a', '@sum', '-0.5', -0.5, '-1 2e-7 -Infinity', 'a=b'];
  const csv = tableToCsv({ columns: [{ name: 'x' }], rows: cells.map((cell) => [cell]) });
  expect(csv).toBe('x\n"\'=cmd"\n"\'+1+cmd"\n"\'-a"\n"\'@sum"\n-0.5\n-0.5\n-1 2e-7 -Infinity\na=b\n');
});

it('control characters are spelt out on terminals and in figures, and markup is text', () => {
  expect(printable(`${escape}\n\ta\u202eb`)).toBe('\\u001b[31mred\n\ta\\u202eb');
  expect(tableToText({ columns: [{ name: 'x' }], rows: [[escape]] })).not.toContain('\u001b');
  const black: Image = { rows: 1, columns: 1, channels: 1, pixels: new Uint8Array(1) };
  const svg = lineFigure({ title: `${escape}<script>alert(1)</script>`, from: black, to: black, breakpoints: [] });
  expect(svg).not.toContain('\u001b');
  expect(svg).not.toContain('<script');
});
