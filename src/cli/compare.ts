import type { CommandModule } from 'yargs';
import { counted, printable, UserError } from '../base/index.ts';
import { compareRuns, tableToText, type Comparison, type RowChange } from '../experiment/index.ts';
import { checked, examplesOf, printing, type General } from './options.ts';

const options = {
  tolerance: { type: 'number', default: 0, describe: 'Relative difference up to which numbers are equal' },
  json: { type: 'boolean', default: false, describe: 'As JSON, with all rows that differ' },
} as const;

interface Given extends General {
  readonly first: string;
  readonly second: string;
  readonly tolerance: number;
  readonly json: boolean;
}

/** So many rows are printed; the JSON has all. */
const shown = 20;

/** `compare first second`: the rows of two runs against each other; fails if they differ. */
export function compareCommand(): CommandModule<General, Given> {
  return {
    command: 'compare <first> <second>',
    describe: 'Hold the rows of two runs against each other; exits with 1 if they differ',
    builder: (command) =>
      command
        .positional('first', {
          type: 'string',
          demandOption: true,
          describe: 'Folder of a run, like artifacts/integrated_gradients',
        })
        .positional('second', { type: 'string', demandOption: true, describe: 'Folder of another run' })
        .options(checked(options))
        .epilogue(
          examplesOf('compare', {
            'Two runs of one experiment': 'artifacts/engines again/engines',
            'All rows that differ by more than rounding': 'FOLDER OTHER --tolerance 1e-9 --json',
          }),
        ),
    handler: ({ first, second, tolerance, json, quiet }) => {
      if (!(tolerance >= 0)) throw new UserError(`--tolerance is ${tolerance}; expected a number from 0, like 1e-9.`);
      const comparison = compareRuns(first, second, tolerance);
      printing(quiet)(json ? JSON.stringify(comparison, undefined, 2) : inWords(comparison));
      if (comparison.rows.length > 0)
        throw new UserError(`The runs differ in ${counted(comparison.rows.length, 'row')}.`);
    },
  };
}

function inWords({ rowsInBoth, rows, columns }: Comparison): string {
  if (rows.length === 0 && columns.length === 0) return `Both have the same ${counted(rowsInBoth, 'row')}.`;
  const table = tableToText({
    columns: [
      { name: 'sheet' },
      { name: 'column' },
      { name: 'rows that differ' },
      ...['largest change', 'mean change'].map((name) => ({ name, format: (value: number) => value.toExponential(1) })),
    ],
    rows: columns.map(({ sheet, column, differ, largest, mean }) => [sheet, column, differ, largest, mean]),
  });
  const more = rows.length > shown ? [`... and ${rows.length - shown} more; --json has all.`] : [];
  return [
    `${counted(rowsInBoth, 'row')} ${rowsInBoth === 1 ? 'is' : 'are'} in both.`,
    ...(columns.length > 0 ? [table] : []),
    ...rows.slice(0, shown).map(rowInWords),
    ...more,
  ].join('\n');
}

function rowInWords({ sheet, row, what, values }: RowChange): string {
  const place = Object.entries(row)
    .map(([column, cell]) => `${column} ${cell}`)
    .join(', ');
  const changes = Object.entries(values)
    .map(([column, [a, b]]) => `${column} ${short(a)} and ${short(b)}`)
    .join(', ');
  return printable(`${sheet}: ${place}: ${what}${changes === '' ? '' : `: ${changes}`}`);
}

function short(cell: string): string {
  if (cell === '') return 'nothing';
  return cell.length > 30 ? `${cell.slice(0, 27)}...` : cell;
}
