/** An experiment for the tests of the command line: counts, one row for each number. */
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../../src/errors.ts';
import { Experiment, type ExperimentDefinition, type OptionsOf, type RunSettings } from '../../../src/experiment/index.ts';

const options = {
  'count-to': { type: 'number', default: 3, describe: 'The last number' },
  names: { type: 'string', array: true, default: ['a'], describe: 'Who counts' },
  word: { type: 'string', describe: 'Has no effect' },
  fail: { choices: ['never', 'user', 'defect'], default: 'never', describe: 'How to fail' },
} as const;

class Counting extends Experiment<OptionsOf<typeof options>> {
  async run({ countTo, names, fail }: OptionsOf<typeof options>, settings: RunSettings): Promise<void> {
    if (fail === 'user') throw new UserError('The user asked for this.');
    if (fail === 'defect') throw new RangeError('The code is wrong.');
    await this.start({ options: { countTo, names }, files: [] }, settings);
    const first = this.begin('counts', ['name', 'number', 'seed']).length;
    settings.progress.begin('counting', countTo, first);
    for (let number = first; number < countTo; number++) {
      await setTimeout(countTo > 100 ? 50 : 0);
      settings.signal.throwIfAborted();
      this.append('counts', { name: names.join('+'), number, seed: settings.seed });
      settings.progress.advance(`${number}`);
    }
    settings.progress.end(`counted to ${countTo}`);
    this.finish();
  }

  analyze(): Promise<string> {
    return Promise.resolve(`${this.read('counts').length} numbers`);
  }
}

const definition: ExperimentDefinition = {
  describe: 'Counts',
  options,
  create: (name, artifactsFolder) => new Counting(name, artifactsFolder),
};
export default definition;
