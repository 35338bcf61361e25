import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableToText, type Table } from '../../src/experiment/index.ts';
import { projectRoot } from '../../src/project/index.ts';
import { describeMachine, type Machine } from './machine.ts';

/** What a benchmark found. */
export interface Report {
  /** Of the JSON file, and of the section of the document. */
  readonly name: string;
  readonly machine: Machine;
  /** What there is to know of all tables. */
  readonly notes: readonly string[];
  readonly tables: readonly Table[];
  /** All figures, for programs. */
  readonly data: object;
}

const folder = join(projectRoot, 'artifacts', 'bench');
const documentFile = join(projectRoot, 'docs', 'performance.md');

/** Prints a report and writes it to `artifacts/bench/NAME.json`; with `document` also into `docs/performance.md`. */
export function publish(report: Report, document: boolean): void {
  const { name, machine, notes, tables, data } = report;
  console.log([...notes, describeMachine(machine), ...tables.map(tableToText)].join('\n\n'));
  writeArtifact(`${name}.json`, `${JSON.stringify({ machine, ...data }, null, 2)}\n`);
  if (!document) return;
  writeFileSync(documentFile, withSection(readFileSync(documentFile, 'utf8'), name, toMarkdown(report)));
  console.log(`Wrote ${documentFile}.`);
}

export function writeArtifact(name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  console.log(`Wrote ${file}.`);
}

/** What stands in `docs/performance.md` of a report. */
export function published(name: string): string {
  const document = readFileSync(documentFile, 'utf8');
  return document.slice(...placeOf(document, name));
}

/** A document with what stands between `<!-- NAME -->` and `<!-- /NAME -->` replaced. */
export function withSection(document: string, name: string, section: string): string {
  const [begin, end] = placeOf(document, name);
  return `${document.slice(0, begin)}\n${section}\n${document.slice(end)}`;
}

/** Where the section of a name begins and ends. */
function placeOf(document: string, name: string): [number, number] {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [begin, end] = [document.indexOf(open), document.indexOf(close)];
  if (begin < 0 || end < begin) throw new Error(`${documentFile} has no section between ${open} and ${close}`);
  return [begin + open.length, end];
}

/** What `publish` puts into the document. */
export function toMarkdown({ machine, notes, tables }: Report): string {
  return [...notes, describeMachine(machine), ...tables.map(tableToMarkdown)].join('\n\n');
}

/** The table in Markdown, with cells as on the terminal. */
export function tableToMarkdown({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) =>
    line(row.map((cell, i) => (typeof cell === 'number' ? (columns[i].format ?? String)(cell) : (cell ?? '')))),
  );
  return [line(columns.map(({ name }) => name)), `|${'---|'.repeat(columns.length)}`, ...body].join('\n');
}
