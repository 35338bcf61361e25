import { baselineKinds } from '../src/attribution/index.ts';
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
  type RowKeys,
  type RunSettings,
} from '../src/experiment/index.ts';
import { checkPart, setupOf } from './attribution_methods/checks.ts';
import {
  correlationSheet,
  imageKey,
  mapSheet,
  methodSheet,
  saturationSheet,
  type Cells,
  type Sheet,
} from './attribution_methods/columns.ts';
import { drawCorrelations, drawCosts, drawMaps, drawSaturation } from './attribution_methods/figures.ts';
import type { ImageJob, ImageResult, Setup } from './attribution_methods/job.ts';
import { methodTable } from './attribution_methods/tables.ts';
import { allMethods, variantsOf, type Choice } from './attribution_methods/variants.ts';

const options = {
  ...partsOptions,
  networks: { ...partsOptions.networks, default: 'mnist_dense,mnist_convsmall' },
  images: { type: 'string', default: '0-4', describe: 'Images, like 0-99 or 0,5,7-9 or random:20' },
  methods: { type: 'string', default: allMethods, describe: `Attribution methods, separated by commas; ${allMethods}: every one` },
  baseline: { choices: baselineKinds, default: 'black' as const, describe: 'Where lines begin, and what stands for a pixel that is not there' },
  layer: { type: 'string', describe: 'Of layer and neuron methods [default: the last convolution, or the first activation]' },
  rule: { type: 'string', default: 'gauss', describe: 'Quadrature rule of sampled methods' },
  n: { type: 'string', describe: 'Partitions of the rule, and samples of random methods, separated by commas [default: 32,128,512 without --within]' },
  within: { type: 'string', describe: 'Tolerance, like 1%, for which sampled methods find n themselves' },
  cell: { type: 'number', describe: 'Rows and columns of a superpixel of perturbation methods [default: a third of the image]' },
} as const;

type Options = OptionsOf<typeof options>;

/** So many images of each network have a saturation curve; the first one also has heat maps. */
const imagesWithCurve = 6;

/** Every attribution method against its exact counterpart: how far it is from it, how faithful, at what cost. */
class AttributionMethods extends Experiment<Options> {
  /** Keys of the rows that are there. */
  readonly #done = new Map<Sheet, Set<string>>();

  async run(given: Options, settings: RunSettings): Promise<void> {
    const setup = setupOf(given, settings.seed);
    const parts = await this.loadParts(given, settings);
    for (const part of parts) checkPart(part, given.layer);
    await this.start({ options: { ...given }, files: filesOf(parts) }, settings);
    const images = parts.flatMap((part) => part.images.map((image) => keyOf({ network: part.network.name, image }, imageKey)));
    const rows = parts.flatMap((part) => part.images.flatMap((image) => methodKeys(part, image, setup.choice)));
    this.#beginSheet(methodSheet, { columns: methodSheet.key, expected: new Set(rows), once: true });
    for (const sheet of [correlationSheet, mapSheet, saturationSheet]) {
      this.#beginSheet(sheet, { columns: imageKey, expected: new Set(images), once: false });
    }
    const jobs = parts.map((part) => this.#jobsOf(part, setup.choice));
    settings.progress.begin('attribution methods', images.length, images.length - jobs.flat().length);
    for (const [i, part] of parts.entries()) await this.#runPart(part, jobs[i], setup, settings);
    this.finish();
    settings.progress.end(`${images.length} images`);
  }

  async analyze(): Promise<string> {
    const rows = this.read(methodSheet.name, methodSheet.columns);
    const table = methodTable(rows);
    this.writeTable('summary', table);
    for (const network of new Set(rows.map((row) => row.network))) {
      this.#draw('cost', methodSheet, network, drawCosts);
      this.#draw('rank_correlation', correlationSheet, network, drawCorrelations);
      this.#draw('heat_maps', mapSheet, network, drawMaps);
      this.#draw('saturation', saturationSheet, network, drawSaturation);
    }
    return Promise.resolve(
      [
        'Attribution methods: distance to the exact attributions, scores and cost, medians over the images',
        tableToText(table),
        '',
        `Figures and summary.csv are in ${this.folder}.`,
      ].join('\n'),
    );
  }

  #beginSheet(sheet: Sheet, keys: RowKeys): void {
    const rows = this.begin(sheet.name, sheet.columns, keys);
    this.#done.set(sheet, new Set(rows.map((row) => keyOf(row, sheet.key))));
  }

  /** The images that still lack a row. */
  #jobsOf(part: Part, choice: Choice): ImageJob[] {
    return part.images
      .map((image, i): ImageJob => ({ image, maps: i === 0, curve: i < imagesWithCurve }))
      .filter(({ image }) => methodKeys(part, image, choice).some((key) => this.#done.get(methodSheet)?.has(key) !== true));
  }

  async #runPart({ given, network: { name: network } }: Part, jobs: readonly ImageJob[], setup: Omit<Setup, 'network'>, settings: RunSettings): Promise<void> {
    const module = new URL('./attribution_methods/job.ts', import.meta.url);
    const work = { module, setup: { ...setup, network: given }, jobs, threads: settings.jobs, signal: settings.signal };
    await runJobs(work, ({ correlations, maps, saturation, methods }: ImageResult, { image }) => {
      this.#add(correlationSheet, correlations, { network, image });
      this.#add(mapSheet, maps, { network, image });
      this.#add(saturationSheet, saturation, { network, image });
      this.#add(methodSheet, methods, { network, image }); // last: an image that has these is done
      settings.progress.advance(`image ${image} of ${network}`);
    });
  }

  /** Adds those rows of an image that are not there yet. */
  #add(sheet: Sheet, rows: readonly Cells[], place: Cells): void {
    for (const row of rows) {
      const cells = { ...place, ...row };
      if (this.#done.get(sheet)?.has(keyOf(cells, sheet.key)) !== true) this.append(sheet.name, cells);
    }
  }

  #draw(figure: string, sheet: Sheet, network: string, draw: (network: string, rows: readonly Row[]) => string): void {
    const rows = this.read(sheet.name, sheet.columns).filter((row) => row.network === network);
    if (rows.length > 0) this.writeFigure(`${figure}_${network}`, draw(network, rows));
  }
}

/** Of the rows that an image has in `attribution_methods.csv`. */
function methodKeys({ network: { name: network, network: { inputShape } } }: Part, image: number, choice: Choice): string[] {
  return variantsOf(choice, inputShape).map(({ method, rule, n = '', within = '' }) =>
    keyOf({ network, image, method: method.name, rule, n, within }, methodSheet.key));
}

const definition: ExperimentDefinition = {
  describe: 'Every attribution method against its exact counterpart: distance, insertion and deletion, cost',
  options,
  create: (name, artifacts) => new AttributionMethods(name, artifacts),
};

export default definition;
