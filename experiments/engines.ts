import { setImmediate } from 'node:timers/promises';
import { within } from '../src/errors.ts';
import { Experiment, filesOf, keyOf, partsOptions, tableToText, type ExperimentDefinition, type OptionsOf, type Part, type RunSettings } from '../src/experiment/index.ts';
import { resolveBackend } from '../src/gradients/resolveBackend.ts';
import { lineGraph } from '../src/line/index.ts';
import { differenceColumns, differenceKey, studyColumns, studyKey } from './engines/columns.ts';
import { compareRule, compareStudies, enginesFor, type Engines } from './engines/compare.ts';
import { differenceKeyOf, placesOf, planOf, quantitiesOf, samplingsOf, studyKeyOf, type Place, type Plan } from './engines/plan.ts';
import { differenceTable, studyTable } from './engines/tables.ts';

const options = {
  ...partsOptions,
  images: { type: 'string', default: '0-9', describe: 'Images, like 0-99 or 0,5,7-9 or random:20' },
  rules: { type: 'string', default: 'left,right,trapezoid,simpson,gauss', describe: 'Quadrature rules, separated by commas' },
  partitions: { type: 'string', default: '10,100', describe: 'Numbers of partitions, separated by commas' },
  backends: { type: 'string', default: 'auto', describe: 'TensorFlow.js backends of the network engine, separated by commas' },
  study: { type: 'boolean', default: true, describe: 'Also compare the study: m-tilde and the samples to 5 %' },
} as const;

type Options = OptionsOf<typeof options>;

/** Sampled attributions by the network engine, on each backend, against those by the sweep. */
class EnginesCompared extends Experiment<Options> {
  /** Keys of the rows that are there. */
  #done: ReadonlySet<string> = new Set();

  async run(given: Options, settings: RunSettings): Promise<void> {
    const asked = planOf(given);
    const parts = await this.loadParts(given, settings);
    for (const { network } of parts) within(() => network.name, () => lineGraph(network.network));
    const plan = { ...asked, backends: await resolveBackends(asked.backends) };
    await this.start({ options: { ...given, backends: plan.backends.join(',') }, files: filesOf(parts) }, settings);
    const places = parts.flatMap((part) => plan.backends.flatMap((backend) => placesOf(part, backend)));
    const differenceKeys = new Set(places.flatMap((place) => samplingsOf(plan).map((sampling) => differenceKeyOf(place, sampling))));
    const studyKeys = new Set(places.flatMap((place) => quantitiesOf(plan).map((quantity) => studyKeyOf(place, quantity))));
    const differences = this.begin('engines', differenceColumns, { columns: differenceKey, expected: differenceKeys, once: true });
    const studies = this.begin('engines_study', studyColumns, { columns: studyKey, expected: studyKeys, once: true });
    this.#done = new Set([...differences.map((row) => keyOf(row, differenceKey)), ...studies.map((row) => keyOf(row, studyKey))]);
    settings.progress.begin('both engines', places.length);
    for (const part of parts) {
      for (const backend of plan.backends) await this.#compareOn(backend, part, plan, settings);
    }
    this.finish();
    settings.progress.end(`${places.length} images`);
  }

  async analyze(): Promise<string> {
    const differences = differenceTable(this.read('engines', differenceColumns));
    const studies = studyTable(this.read('engines_study', studyColumns));
    this.writeTable('summary', differences);
    this.writeTable('summary_study', studies);
    return Promise.resolve(
      [
        'Sampled attributions: network engine against sweep, relative differences and speed',
        tableToText(differences),
        '',
        'Samples to 5 % and m-tilde: network engine against sweep',
        tableToText(studies),
        '',
        `summary.csv and summary_study.csv are in ${this.folder}.`,
      ].join('\n'),
    );
  }

  async #compareOn(backend: string, part: Part, plan: Plan, { progress, signal }: RunSettings): Promise<void> {
    const { gradientsOf } = await import('../src/gradients/index.ts');
    const gradients = await gradientsOf(part.network.network, { backend });
    try {
      for (const place of placesOf(part, backend)) {
        await setImmediate(); // signals and spinners get their turn
        signal.throwIfAborted();
        await this.#compare(place, plan, () => enginesFor(part, gradients, place.image));
        progress.advance(`image ${place.image} of ${place.network} on ${backend}`);
      }
    } finally {
      gradients.dispose();
    }
  }

  /** Adds the rows of an image that are not there yet. */
  async #compare(place: Place, plan: Plan, prepare: () => Promise<Engines>): Promise<void> {
    const samplings = samplingsOf(plan).filter((sampling) => !this.#done.has(differenceKeyOf(place, sampling)));
    const quantities = quantitiesOf(plan).filter((quantity) => !this.#done.has(studyKeyOf(place, quantity)));
    if (samplings.length + quantities.length === 0) return;
    const engines = await prepare();
    for (const { rule, partitions } of samplings) {
      this.append('engines', { ...place, ...(await compareRule(engines, rule, partitions)) });
    }
    if (quantities.length === 0) return;
    const figures = await compareStudies(engines, plan.rules);
    for (const quantity of quantities) this.append('engines_study', { ...place, quantity, ...figures.get(quantity) });
  }
}

/** The backends that the names lead to on this machine, each once. */
async function resolveBackends(names: readonly string[]): Promise<string[]> {
  const resolved = new Set<string>();
  for (const backend of names) resolved.add(await resolveBackend({ backend }));
  return [...resolved];
}

const definition: ExperimentDefinition = {
  describe: 'Sampled attributions by the sweep and by gradients of the network: differences and time',
  options,
  create: (name, artifacts) => new EnginesCompared(name, artifacts),
};

export default definition;
