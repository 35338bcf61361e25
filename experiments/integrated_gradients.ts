import { procedures } from '../src/attribution/index.ts';
import {
  Experiment,
  filesOf,
  keyOf,
  partsOptions,
  runJobs,
  tableToText,
  type ExperimentDefinition,
  type OptionsOf,
  type Part,
  type Row,
  type RunSettings,
} from '../src/experiment/index.ts';
import { backendNames } from '../src/gradients/backendNames.ts';
import { resolveBackend } from '../src/gradients/resolveBackend.ts';
import { checkPiecewiseLinear, setupOf } from './integrated_gradients/checks.ts';
import { curveColumns, keyColumns, runColumns, samplesColumns, type ImageResult } from './integrated_gradients/columns.ts';
import { drawErrorCurves, drawLine } from './integrated_gradients/figures.ts';
import type { ImageJob, Setup } from './integrated_gradients/job.ts';
import { errorTable, regionsTable, summaryTable } from './integrated_gradients/tables.ts';

const options = {
  ...partsOptions,
  images: { type: 'string', default: '0-99', describe: 'Images, like 0-99 or 0,5,7-9 or random:20' },
  rules: {
    type: 'string',
    default: Object.keys(samplesColumns).join(','),
    describe: 'Quadrature rules, separated by commas',
  },
  engine: {
    choices: ['sweep', 'network'] as const,
    default: 'sweep' as const,
    describe: 'Where sampled attributions come from: the regions, or gradients of the network (in one thread, whatever --jobs)',
  },
  procedure: {
    choices: Object.keys(procedures) as (keyof typeof procedures)[],
    default: 'definition' as const,
    describe: 'How the samples to 5 % are searched for; published as in the code of the paper',
  },
  backend: { choices: backendNames, describe: 'TensorFlow.js backend of the network engine [default: auto]' },
  'require-gpu': { type: 'boolean', default: false, describe: 'Refuse to compute gradients on a CPU' },
  memory: { type: 'string', describe: 'Memory for batches of gradients, like 512MB or 2GB [default: by the device]' },
  'batch-size': { type: 'number', describe: 'Gradients at a time in the network engine [default: what memory allows]' },
} as const;

type Options = OptionsOf<typeof options>;

/** So many images of each network are also measured at many numbers of samples, for the error curves. */
const imagesWithCurve = 10;

/** Exact integrated gradients against sampled ones: tables 1 and 2 and figure 3 of Sotoudeh & Thakur, NeurIPS 2019. */
class IntegratedGradients extends Experiment<Options> {
  async run(given: Options, settings: RunSettings): Promise<void> {
    const setup = setupOf(given);
    const parts = await this.loadParts(given, settings);
    if (given.engine === 'sweep') parts.forEach(({ network }) => { checkPiecewiseLinear(network); });
    const { networks, data, images, rules, engine, procedure } = given;
    const backend = setup.gradients && (await resolveBackend(setup.gradients));
    const options = { networks, data, images, rules, engine, procedure, backend };
    await this.start({ options, files: filesOf(parts) }, settings);
    const expected = new Set(parts.flatMap(imageKeys));
    const done = this.begin('ig_run_data', runColumns, { columns: keyColumns, expected, once: true });
    this.begin('ig_error_curves', curveColumns, { columns: keyColumns, expected, once: false });
    settings.progress.begin('exact integrated gradients', expected.size, done.length);
    const doneKeys = new Set(done.map((row) => keyOf(row, keyColumns)));
    for (const part of parts) await this.#runPart(part, setup, doneKeys, settings);
    this.finish();
    settings.progress.end(`${expected.size} images`);
  }

  async #runPart(
    { given, network: { name: network }, images }: Part,
    setup: Omit<Setup, 'network'>,
    done: ReadonlySet<string>,
    settings: RunSettings,
  ): Promise<void> {
    const jobs = images
      .map((image, i): ImageJob => ({ image, curve: i < imagesWithCurve }))
      .filter(({ image }) => !done.has(keyOf({ network, image }, keyColumns)));
    // TensorFlow is not usable from several threads of one process, so the network engine has one.
    const threads = setup.engine === 'network' ? 1 : settings.jobs;
    const module = new URL('./integrated_gradients/job.ts', import.meta.url);
    const work = { module, setup: { ...setup, network: given }, jobs, threads, signal: settings.signal };
    await runJobs(work, ({ row, curve }: ImageResult, { image }) => {
      for (const point of curve) this.append('ig_error_curves', { network, image, ...point });
      this.append('ig_run_data', { network, image, ...row });
      settings.progress.advance(`image ${image} of ${network}`);
    });
  }

  async analyze(): Promise<string> {
    const rows = this.read('ig_run_data', runColumns);
    this.writeTable('summary', summaryTable(rows));
    this.writeFigure('expository_figure', await drawLine());
    const networks = [...new Set(rows.map(({ network }) => network))];
    for (const network of networks) {
      const ofNetwork = (row: Row): boolean => row.network === network;
      const curves = this.read('ig_error_curves', curveColumns).filter(ofNetwork);
      if (curves.length > 0) this.writeFigure(`error_${network}`, drawErrorCurves(network, rows.filter(ofNetwork), curves));
    }
    return [
      'Table 1: mean relative error of m-tilde',
      tableToText(errorTable(rows)),
      '',
      'Table 2: exact regions, and samples to come within 5 %',
      tableToText(regionsTable(rows)),
      '',
      `Figures and summary.csv are in ${this.folder}.`,
    ].join('\n');
  }
}

function imageKeys({ network: { name: network }, images }: Part): string[] {
  return images.map((image) => keyOf({ network, image }, keyColumns));
}

const definition: ExperimentDefinition = {
  describe: 'Exact against sampled integrated gradients: regions, error of m-tilde, samples to 5 %',
  options,
  create: (name, artifacts) => new IntegratedGradients(name, artifacts),
};

export default definition;
