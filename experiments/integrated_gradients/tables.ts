import { networks, type PaperFigures } from '../../src/catalogue/index.ts';
import {
  numberIn,
  summarize,
  type Cell,
  type Column,
  type Row,
  type Summary,
  type Table,
} from '../../src/experiment/index.ts';
import { samplesColumns } from './columns.ts';

/** What the tables summarise: a column of the CSV under the name that it has in print. */
interface Quantity {
  readonly name: string;
  readonly column: string;
  /** Has a row in the table even if no image has a value. */
  readonly always: boolean;
  /** Its mean in the paper, where that was printed. */
  readonly printed?: keyof PaperFigures;
}

const mTildeError: Quantity = { name: 'm-tilde error', column: 'm_tilde_error', always: true, printed: 'mTildeError' };

const counts: readonly Quantity[] = [
  { name: 'exact regions', column: 'exact_regions', always: true, printed: 'exactRegions' },
  { name: 'left samples', column: samplesColumns.left, always: false, printed: 'leftSamples' },
  { name: 'right samples', column: samplesColumns.right, always: false, printed: 'rightSamples' },
  { name: 'trapezoid samples', column: samplesColumns.trapezoid, always: false, printed: 'trapezoidSamples' },
  { name: 'Simpson samples', column: samplesColumns.simpson, always: false },
  { name: 'Gauss samples', column: samplesColumns.gauss, always: false },
];

/** Rules that must have a value for an image if it is to be compared. */
const comparedRules: readonly string[] = [samplesColumns.left, samplesColumns.right, samplesColumns.trapezoid];

/** One quantity of one network. */
interface SummaryRow {
  readonly network: string;
  readonly quantity: string;
  readonly images: number;
  readonly compared: number;
  readonly summary: Summary;
  readonly paper: number | undefined;
}

/** Table 1 of the paper: the relative error where m-tilde stops. */
export function errorTable(rows: readonly Row[]): Table {
  return tableOf(summaryRows(rows, [mTildeError]), (value) => `${(100 * value).toFixed(2)} %`);
}

/** Table 2 of the paper: exact regions and samples that the rules need. */
export function regionsTable(rows: readonly Row[]): Table {
  return tableOf(summaryRows(rows, counts), (value) => value.toFixed(2));
}

/** Both tables, for `summary.csv`. */
export function summaryTable(rows: readonly Row[]): Table {
  return tableOf(summaryRows(rows, [mTildeError, ...counts]), String);
}

function tableOf(rows: readonly SummaryRow[], format: (value: number) => string): Table {
  const figures = ['mean', 'deviation', 'median', 'lower quartile', 'upper quartile', 'paper mean'];
  const columns: Column[] = [
    ...['network', 'quantity', 'images', 'compared', 'with value'].map((name) => ({ name })),
    ...figures.map((name) => ({ name, format })),
  ];
  return { columns, rows: rows.map(cellsOf) };
}

function cellsOf({ network, quantity, images, compared, summary, paper }: SummaryRow): Cell[] {
  const { count, mean, standardDeviation, median, lowerQuartile, upperQuartile } = summary;
  return [
    network,
    quantity,
    images,
    compared,
    count,
    mean,
    standardDeviation,
    median,
    lowerQuartile,
    upperQuartile,
    paper,
  ];
}

/**
 * The images of a network over which its figures are taken: those for which m-tilde has an error and left, right
 * and trapezoid have samples. A rule that has them for no image at all was not run and is not asked for.
 */
function comparedImages(rows: readonly Row[]): Row[] {
  const columns = ['m_tilde_error', ...comparedRules.filter((column) => hasValue(rows, column))];
  return rows.filter((row) => columns.every((column) => numberIn(row, column) !== undefined));
}

function hasValue(rows: readonly Row[], column: string): boolean {
  return rows.some((row) => numberIn(row, column) !== undefined);
}

function summaryRows(rows: readonly Row[], quantities: readonly Quantity[]): SummaryRow[] {
  const names = [...new Set(rows.map(({ network }) => network))];
  return names.flatMap((network) => {
    const ofNetwork = rows.filter((row) => row.network === network);
    const usable = comparedImages(ofNetwork);
    const paper = networks.find(({ name }) => name === network)?.paper;
    return quantities
      .filter(({ column, always }) => always || hasValue(ofNetwork, column))
      .map(({ name, column, printed }) => ({
        network,
        quantity: name,
        images: ofNetwork.length,
        compared: usable.length,
        summary: summarize(usable.map((row) => numberIn(row, column)).filter((value) => value !== undefined)),
        paper: printed && paper?.[printed],
      }));
  });
}
