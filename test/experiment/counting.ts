/**
 * An experiment for tests: squares numbers, one item for each, in two CSVs of which one has as many rows as the number
 * says.
 */
import { Experiment, sheet, type Plan, type ResultRows } from '../../src/experiment/index.ts';
import type { Squared } from './countingJob.ts';

export interface CountingOptions {
  readonly rules: readonly string[];
  readonly batchSize?: number;
}

export class Counting extends Experiment<CountingOptions, number, Squared> {
  /** The numbers that this object computed. */
  readonly computed: number[] = [];
  files: string[] = [];
  columns = ['square'];
  numbers = [1, 2, 3, 4];
  fail = false;
  pause = 0;
  inThisThread = true;
  forecast: string | undefined;
  /** Called with each number that is computed, before it is kept. */
  onNumber: (number: number) => void = () => undefined;

  constructor(folder: string, name = 'counting') {
    super(name, folder);
  }

  protected plan(options: CountingOptions): Promise<Plan<number>> {
    const { files, numbers, inThisThread, fail, pause } = this;
    return Promise.resolve({
      title: 'counting',
      options: { ...options },
      fixed: { ...options },
      device: {},
      sheets: [sheet('counts', ['number'], this.columns), sheet('steps', ['number', 'step'], [])],
      batches: [
        {
          files,
          module: new URL('./countingJob.ts', import.meta.url),
          setup: { fail: fail ? 'number' : 'never', pause },
          inThisThread,
          forecast: () => this.forecast,
          items: numbers.map((number) => ({ place: { number }, job: number })),
        },
      ],
    });
  }

  protected rowsOf({ number, square }: Squared): ResultRows {
    this.computed.push(number);
    this.onNumber(number);
    return { counts: [{ [this.columns[0]]: square }], steps: Array.from({ length: number }, (_, step) => ({ step })) };
  }

  protected report(): string {
    const rows = this.read(sheet('counts', ['number'], this.columns));
    this.writeFigure('figure', '<svg/>');
    this.writeTable('table', { columns: [{ name: 'rows' }], rows: [[rows.length]] });
    return `${rows.length} rows`;
  }
}
