import { linesOf, paragraph, printable, usualWidth } from '../base/index.ts';
import type { Cell, Column, Table } from './table.ts';

/** The share of the width that columns which are repeated beside others may take. */
const keyShare = 0.6;
const gap = '  ';

/**
 * The table for a terminal: columns aligned, words to the left and numbers to the right, a rule under the header. One
 * that is too wide has its headers broken into several lines; if that is not enough, cells that are the same in all
 * rows stand above once, then rows of the same first cell are a table of their own, and at last columns follow one
 * another in blocks, the first ones repeated.
 */
export function tableToText(table: Table, width = usualWidth): string {
  return partsOf(table, width, true).join('\n\n');
}

/** @param divisible whether rows of the same first cell may become a table of their own */
function partsOf(table: Table, width: number, divisible: boolean): string[] {
  const fitting = [inOneLine, brokenAt]
    .map((header) => aligned(table, header))
    .find((lines) => widthOf(lines) <= width);
  if (fitting) return [fitting.join('\n')];
  const same = table.columns.map((_, i) => (table.rows.length > 1 ? isSame(table, i) : isEmpty(table.rows[0][i])));
  if (same.includes(true) && same.includes(false)) {
    const [alike, others] = [true, false].map((wanted) => picked(table, (i) => same[i] === wanted));
    const above = inWords(alike, width);
    const rest = partsOf(others, width, divisible && !same[0]);
    return rest.length === 1 ? [[...above, ...rest].join('\n')] : [...above, ...rest];
  }
  const sections = divisible ? byFirstCell(table) : [];
  if (sections.length > 1 && sections.length < table.rows.length)
    return sections.flatMap((section) => partsOf(section, width, false));
  return blocksOf(table, width).map((block) => aligned(block, brokenAt).join('\n'));
}

/** Lines of the table. @param header what becomes of a column's name, given the width of its cells */
function aligned({ columns, rows }: Table, header: (name: string, width: number) => string[]): string[] {
  const all = columns.map((column, i) => {
    const cells = rows.map((row) => row[i]);
    return { texts: cells.map((cell) => textOf(cell, column)), words: cells.some((cell) => typeof cell === 'string') };
  });
  const headers = all.map(({ texts }, i) => header(columns[i].name, widthOf(texts)));
  const height = Math.max(0, ...headers.map(({ length }) => length));
  const blocks = all.map(({ texts, words }, i) => {
    const width = Math.max(widthOf(texts), widthOf(headers[i]));
    const lines = [...Array<string>(height - headers[i].length).fill(''), ...headers[i], '-'.repeat(width), ...texts];
    return lines.map((line) => (words ? line.padEnd(width) : line.padStart(width)));
  });
  return Array.from({ length: height + 1 + rows.length }, (_, line) =>
    blocks
      .map((block) => block[line])
      .join(gap)
      .trimEnd(),
  );
}

function inOneLine(name: string): string[] {
  return [name];
}

/** Lines of whole words, as few as the width of the cells and of the longest word allow. */
function brokenAt(name: string, cells: number): string[] {
  const words = name.split(' ');
  return linesOf(words, Math.max(cells, widthOf(words)));
}

function isSame({ rows }: Table, column: number): boolean {
  return rows.every((row) => row[column] === rows[0][column]);
}

function isEmpty(cell: Cell): boolean {
  return cell === undefined || cell === '';
}

/** What stands in the first row: `images 100, compared 97`; nothing of cells that are empty. */
function inWords({ columns, rows: [row] }: Table, width: number): string[] {
  const known = columns.flatMap((column, i) => (isEmpty(row[i]) ? [] : [`${column.name} ${textOf(row[i], column)}`]));
  return known.length > 0 ? [paragraph(known.join(', '), width)] : [];
}

function byFirstCell({ columns, rows }: Table): Table[] {
  const firsts = [...new Set(rows.map(([first]) => first))];
  return firsts.map((first) => ({ columns, rows: rows.filter((row) => row[0] === first) }));
}

/** Tables of a few columns each, as many as fit, all with the columns of words that the table begins with. */
function blocksOf(table: Table, width: number): Table[] {
  const columns = table.columns.map((_, i) => i);
  const widthWith = (chosen: readonly number[]): number =>
    widthOf(
      aligned(
        picked(table, (i) => chosen.includes(i)),
        brokenAt,
      ),
    );
  const words = columns.findIndex((i) => table.rows.some((row) => typeof row[i] === 'number'));
  const leading = columns.slice(0, words < 0 ? columns.length : words);
  const keys = leading.filter((i) => i === 0 || widthWith(leading.slice(0, i + 1)) <= keyShare * width);
  const blocks: number[][] = [];
  for (const column of columns.slice(keys.length)) {
    const last = blocks.at(-1);
    if (last && widthWith([...keys, ...last, column]) <= width) last.push(column);
    else blocks.push([column]);
  }
  return blocks.map((block) => picked(table, (i) => keys.includes(i) || block.includes(i)));
}

function picked({ columns, rows }: Table, chosen: (column: number) => boolean): Table {
  const of = <T>(cells: readonly T[]): T[] => cells.filter((_, i) => chosen(i));
  return { columns: of(columns), rows: rows.map(of) };
}

function textOf(cell: Cell, { format = String }: Column): string {
  return typeof cell === 'number' ? format(cell) : printable(cell ?? '');
}

function widthOf(lines: readonly string[]): number {
  return lines.reduce((most, { length }) => Math.max(most, length), 0);
}
