/** An experiment for the tests of the command line: has no options and does nothing. */
import {
  Experiment,
  sheet,
  type ExperimentDefinition,
  type Plan,
  type ResultRows,
} from '../../../src/experiment/index.ts';

class Idle extends Experiment {
  protected plan(): Promise<Plan<unknown>> {
    return Promise.resolve({
      title: 'nothing',
      options: {},
      fixed: {},
      device: {},
      sheets: [sheet('nothing', ['number'], [])],
      batches: [],
    });
  }

  protected rowsOf(): ResultRows {
    return {};
  }

  protected report(): string {
    return 'nothing';
  }
}

const definition: ExperimentDefinition = {
  describe: 'Does nothing',
  options: {},
  examples: { 'All of it': '' },
  create: (name, artifactsFolder) => new Idle(name, artifactsFolder),
};
export default definition;
