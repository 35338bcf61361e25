import { procedures } from '../src/attribution/index.ts';
import { loadData, loadNetwork, type LoadedData, type LoadedNetwork } from '../src/catalogue/index.ts';
import { unknownName } from '../src/errors.ts';
import {
  Experiment,
  parseImages,
  runJobs,
  tableToText,
  type ExperimentDefinition,
  type OptionsOf,
  type Row,
  type RunSettings,
} from '../src/experiment/index.ts';
import { backendNames } from '../src/gradients/index.ts';
import { curveColumns, runColumns, samplesColumns, type ImageResult } from './integrated_gradients/columns.ts';
import { drawErrorCurves, drawLine } from './integrated_gradients/figures.ts';
import type { ImageJob, Setup } from './integrated_gradients/job.ts';
import { errorTable, regionsTable, summaryTable } from './integrated_gradients/tables.ts';

const options = {
  networks: {
    type: 'string',
    default: 'mnist_convsmall,mnist_convmedium,mnist_convbig',
    describe: 'Names of the catalogue or paths of files, separated by commas',
  },
  data: { type: 'string', describe: "Name or file of the data set [default: the network's own]" },
  images: { type: 'string', default: '0-99', describe: 'Images, like 0-99 or 0,5,7-9 or random:20' },
  rules: {
    type: 'string',
    default: Object.keys(samplesColumns).join(','),
    describe: 'Quadrature rules, separated by commas',
  },
  engine: {
    choices: ['sweep', 'network'] as const,
    default: 'sweep' as const,
    describe: 'Where sampled attributions come from: the regions, or gradients of the network',
  },
  procedure: {
    choices: Object.keys(procedures) as (keyof typeof procedures)[],
    default: 'definition' as const,
    describe: 'How the samples to 5 % are searched for; published as in the code of the paper',
  },
  backend: { choices: backendNames, default: 'auto', describe: 'TensorFlow.js backend of the network engine' },
  'batch-size': { type: 'number', describe: 'Gradients at a time in the network engine [default: what memory allows]' },
} as const;

type Options = OptionsOf<typeof options>;

/** A network as the user named it, with its data and the indices of the images to study. */
interface Part {
  readonly given: string;
  readonly network: LoadedNetwork;
  readonly data: LoadedData;
  readonly images: readonly number[];
}

/** So many images of each network are also measured at many numbers of samples, for the error curves. */
const imagesWithCurve = 10;

/** Exact integrated gradients against sampled ones: tables 1 and 2 and figure 3 of Sotoudeh & Thakur, NeurIPS 2019. */
class IntegratedGradients extends Experiment<Options> {
  async run(given: Options, settings: RunSettings): Promise<void> {
    const rules = listOf(given.rules).map(checkRule);
    const parts = await Promise.all(listOf(given.networks).map((name) => loadPart(name, given, settings.seed)));
    const files = [...new Set(parts.flatMap(({ network, data }) => [network.file, data.file]))];
    await this.start({ options: { ...given }, files }, settings);
    const keyOf = (network: string, image: string | number): string => `${network} ${image}`;
    const done = new Set(this.begin('ig_run_data', runColumns).map((row) => keyOf(row.network, row.image)));
    this.begin('ig_error_curves', curveColumns);
    const total = parts.reduce((sum, { images }) => sum + images.length, 0);
    settings.progress.begin('exact integrated gradients', total, done.size);
    for (const { given: name, network, images } of parts) {
      const jobs = images
        .map((image, i): ImageJob => ({ image, curve: i < imagesWithCurve }))
        .filter(({ image }) => !done.has(keyOf(network.name, image)));
      const setup: Setup = { ...given, rules, network: name };
      // TensorFlow is not usable from several threads of one process, so the network engine has one.
      const threads = given.engine === 'network' ? 1 : settings.jobs;
      const module = new URL('./integrated_gradients/job.ts', import.meta.url);
      await runJobs({ module, setup, jobs, threads, signal: settings.signal }, ({ row, curve }: ImageResult, { image }) => {
        for (const point of curve) this.append('ig_error_curves', { network: network.name, image, ...point });
        this.append('ig_run_data', { network: network.name, image, ...row });
        settings.progress.advance(`image ${image} of ${network.name}`);
      });
    }
    this.finish();
    settings.progress.end(`${total} images`);
  }

  async analyze(): Promise<string> {
    const rows = this.read('ig_run_data');
    this.writeTable('summary', summaryTable(rows));
    this.writeFigure('expository_figure', await drawLine());
    const networks = [...new Set(rows.map(({ network }) => network))];
    for (const network of networks) {
      const ofNetwork = (row: Row): boolean => row.network === network;
      const curves = this.read('ig_error_curves').filter(ofNetwork);
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

function listOf(given: string): string[] {
  return given.split(',').map((name) => name.trim());
}

function checkRule(name: string): string {
  if (name in samplesColumns) return name;
  throw unknownName('rule', name, Object.keys(samplesColumns));
}

async function loadPart(name: string, given: Options, seed: number): Promise<Part> {
  const network = await loadNetwork(name);
  const data = await loadData(network, given.data);
  return { given: name, network, data, images: parseImages(given.images, data.images.count, seed) };
}

const definition: ExperimentDefinition = {
  describe: 'Exact against sampled integrated gradients: regions, error of m-tilde, samples to 5 %',
  options,
  create: (name, artifacts) => new IntegratedGradients(name, artifacts),
};

export default definition;
