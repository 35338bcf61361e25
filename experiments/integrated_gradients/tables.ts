import { networks, type PaperFigures } from '../../src/catalogue/index.ts';
import { numberIn, summarize, type Cell, type Column, type Row, type Summary, type Table } from '../../src/experiment/index.ts';
import { samplesColumns } from './columns.ts';

/** What the tables summarise: a column of the CSV under the name that it has in print. */
interface Quantity {
  readonly name: string;
  readonly column: string;
  /** Its mean in the paper, where that was printed. */
  readonly printed?: keyof PaperFigures;
}

const mTildeError: Quantity = { name: 'm-tilde error', column: 'm_tilde_error', printed: 'mTildeError' };

const counts: readonly Quantity[] = [
  { name: 'exact regions', column: 'exact_regions', printed: 'exactRegions' },
  { name: 'left samples', column: samplesColumns.left, printed: 'leftSamples' },
  { name: 'right samples', column: samplesColumns.right, printed: 'rightSamples' },
  { name: 'trapezoid samples', column: samplesColumns.trapezoid, printed: 'trapezoidSamples' },
  { name: 'Simpson samples', column: samplesColumns.simpson },
  { name: 'Gauss samples', column: samplesColumns.gauss },
];

/** An image is compared if m-tilde and these rules have a value for it. */
const compared = ['m_tilde_error', samplesColumns.left, samplesColumns.right, samplesColumns.trapezoid];

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

function cellsOf({ network, quantity, images, compared: comparedImages, summary, paper }: SummaryRow): Cell[] {
  const { count, mean, standardDeviation, median, lowerQuartile, upperQuartile } = summary;
  return [network, quantity, images, comparedImages, count, mean, standardDeviation, median, lowerQuartile, upperQuartile, paper];
}

function summaryRows(rows: readonly Row[], quantities: readonly Quantity[]): SummaryRow[] {
  const names = [...new Set(rows.map(({ network }) => network))];
  return names.flatMap((network) => {
    const ofNetwork = rows.filter((row) => row.network === network);
    const usable = ofNetwork.filter((row) => compared.every((column) => numberIn(row, column) !== undefined));
    const paper = networks.find(({ name }) => name === network)?.paper;
    return quantities
      .filter(({ column }) => ofNetwork.some((row) => numberIn(row, column) !== undefined))
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
