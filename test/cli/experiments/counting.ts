/** An experiment for the tests of the command line: counts, one row for each number. */
import { UserError } from '../../../src/base/index.ts';
import {
  Experiment,
  sheet,
  type ExperimentDefinition,
  type OptionsOf,
  type Plan,
  type ResultRows,
  type RunSettings,
} from '../../../src/experiment/index.ts';
import type { Squared } from '../../experiment/countingJob.ts';

const options = {
  'count-to': { type: 'number', default: 3, describe: 'The last number' },
  names: { type: 'string', array: true, default: ['a'], describe: 'Who counts' },
  word: { type: 'string', describe: 'Has no effect' },
  width: { type: 'number', default: 0, describe: 'Digits of a square, with zeros before it' },
  pause: { type: 'number', default: 0, describe: 'Milliseconds that each number takes' },
  fail: {
    choices: ['never', 'user', 'defect', 'number', 'memory', 'exit'] as const,
    default: 'never' as const,
    describe: 'How to fail',
  },
} as const;

const countSheet = sheet('counts', ['name', 'number', 'seed'], ['square']);

class Counting extends Experiment<OptionsOf<typeof options>, number, Squared> {
  #width = 0;

  protected plan(
    { countTo, names, pause, fail, width }: OptionsOf<typeof options>,
    { seed }: RunSettings,
  ): Promise<Plan<number>> {
    if (fail === 'user') throw new UserError('The user asked for this.');
    if (fail === 'defect') throw new RangeError('The code is wrong.');
    this.#width = width;
    return Promise.resolve({
      title: 'counting',
      options: { countTo, names, pause, fail },
      fixed: { names },
      device: {},
      sheets: [countSheet],
      batches: [
        {
          files: [],
          module: new URL('../../experiment/countingJob.ts', import.meta.url),
          setup: { pause, fail },
          inThisThread: pause === 0,
          items: Array.from({ length: countTo }, (_, number) => ({
            place: { name: names.join('+'), number, seed },
            job: number,
          })),
        },
      ],
    });
  }

  protected rowsOf({ square }: Squared): ResultRows {
    return { counts: [{ square: String(square).padStart(this.#width, '0') }] };
  }

  protected report(): string {
    return `${this.read(countSheet).length} numbers`;
  }
}

const definition: ExperimentDefinition = {
  describe: 'Counts',
  options,
  examples: { 'All of it': '' },
  create: (name, artifactsFolder) => new Counting(name, artifactsFolder),
};
export default definition;
