/** An experiment for the tests of the command line: has no options and does nothing. */
import { Experiment, type ExperimentDefinition } from '../../../src/experiment/index.ts';

class Idle extends Experiment {
  run(): Promise<void> {
    return Promise.resolve();
  }

  analyze(): Promise<string> {
    return Promise.resolve('nothing');
  }
}

const definition: ExperimentDefinition = {
  describe: 'Does nothing',
  options: {},
  create: (name, artifactsFolder) => new Idle(name, artifactsFolder),
};
export default definition;
