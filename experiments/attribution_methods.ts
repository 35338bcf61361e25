import { baselineKinds } from '../src/attribution/index.ts';
import {
  batchOf,
  Experiment,
  imagesOption,
  loadWorkloads,
  manifestOf,
  planOf,
  readManifest,
  tableToText,
  workloadOptions,
  type Batch,
  type ExperimentDefinition,
  type OptionsOf,
  type Plan,
  type ResultRows,
  type Row,
  type RunSettings,
  type Sheet,
  type Workload,
} from '../src/experiment/index.ts';
import { moduleBeside } from '../src/threads/index.ts';
import { checkWorkload, setupOf, type SetupOfRun } from './attribution_methods/checks.ts';
import {
  correlationSheet,
  mapSheet,
  methodSheet,
  saturationSheet,
  timingSheet,
} from './attribution_methods/columns.ts';
import { drawCorrelations, drawCosts, drawMaps, drawSaturation } from './attribution_methods/figures.ts';
import type { ImageJob, ImageResult } from './attribution_methods/job.ts';
import { methodTable } from './attribution_methods/tables.ts';
import { allMethods } from './attribution_methods/variants.ts';

/** Images of each network, unless the user says which. */
const usualImages = 5;

const options = {
  ...workloadOptions,
  networks: { ...workloadOptions.networks, default: 'mnist_dense,mnist_convsmall' },
  images: imagesOption(usualImages),
  methods: {
    type: 'string',
    default: allMethods,
    describe: `Attribution methods, separated by commas; ${allMethods}: every one`,
  },
  baseline: {
    choices: baselineKinds,
    default: 'black' as const,
    describe: 'Where lines begin, and what stands for a pixel that is not there',
  },
  layer: {
    type: 'string',
    describe: 'Of layer and neuron methods [default: the last convolution, or the first activation]',
  },
  rule: { type: 'string', default: 'gauss', describe: 'Quadrature rule of sampled methods' },
  n: {
    type: 'string',
    describe:
      'Partitions of the rule, and samples of random methods, separated by commas [default: 32,128,512 without --within]',
  },
  within: { type: 'string', describe: 'Tolerance, like 1%, for which sampled methods find n themselves' },
  cell: {
    type: 'number',
    describe: 'Rows and columns of a superpixel of perturbation methods [default: a third of the image]',
  },
} as const;

type Options = OptionsOf<typeof options>;

/** So many images of each network have a saturation curve; the first one also has heat maps. */
const imagesWithCurve = 6;

/** Every attribution method against its exact counterpart: how far it is from it, how faithful, at what cost. */
class AttributionMethods extends Experiment<Options, ImageJob, ImageResult> {
  protected async plan(given: Options, settings: RunSettings): Promise<Plan<ImageJob>> {
    const setup = setupOf(given, settings.seed);
    const workloads = await loadWorkloads(given, usualImages, settings);
    for (const workload of workloads) checkWorkload(workload, given.layer);
    const { baseline, layer, cell, choice } = setup;
    return planOf(given, workloads, {
      title: 'attribution methods',
      fixed: { baseline, layer, cell, ...choice },
      device: { engine: 'sweep' },
      sheets: [methodSheet, correlationSheet, mapSheet, saturationSheet, timingSheet],
      batches: workloads.map((workload) => measurementOf(workload, setup)),
    });
  }

  protected rowsOf({ methods, correlations, maps, saturation, timings }: ImageResult): ResultRows {
    return {
      [methodSheet.name]: methods,
      [correlationSheet.name]: correlations,
      [mapSheet.name]: maps,
      [saturationSheet.name]: saturation,
      [timingSheet.name]: timings,
    };
  }

  protected report(): string {
    const rows = this.read(methodSheet);
    const timings = this.read(timingSheet);
    const timed = rows.map((row, i): Row => ({ ...row, seconds: timings[i].seconds }));
    this.writeTable('summary', methodTable(rows));
    for (const network of new Set(rows.map((row) => row.network))) {
      this.writeFigure(
        `cost_${network}`,
        drawCosts(
          network,
          timed.filter((row) => row.network === network),
          this.#noteOf(network, rows),
        ),
      );
      this.#draw('rank_correlation', correlationSheet, network, drawCorrelations);
      this.#draw('heat_maps', mapSheet, network, drawMaps);
      this.#draw('saturation', saturationSheet, network, drawSaturation);
    }
    return [
      'Attribution methods: distance to exact, scores and cost, medians over the images',
      tableToText(methodTable(timed, true)),
      '',
      `Figures and summary.csv are in ${this.folder}.`,
    ].join('\n');
  }

  #draw(
    figure: string,
    sheet: Sheet,
    network: string,
    draw: (network: string, rows: readonly Row[], note: string, images: number) => string,
  ): void {
    const [rows, measured] = [this.#ofNetwork(sheet, network), this.#ofNetwork(methodSheet, network)];
    const images = new Set(measured.map(({ image }) => image)).size;
    if (rows.length > 0)
      this.writeFigure(`${figure}_${network}`, draw(network, rows, this.#noteOf(network, measured), images));
  }

  #ofNetwork(sheet: Sheet, network: string): Row[] {
    return this.read(sheet).filter((row) => row.network === network);
  }

  /** What all figures of a network have in common. */
  #noteOf(network: string, rows: readonly Row[]): string {
    const layer = rows.find((row) => row.network === network && row.layer !== 'input')?.layer ?? '';
    const baseline = readManifest(manifestOf(this.folder))?.fixed.baseline;
    return [
      `target: the label; baseline: ${String(baseline)}`,
      ...(layer === '' ? [] : [`layer and neuron methods: ${layer}, neuron: its largest unit`]),
    ].join('; ');
  }
}

function measurementOf(workload: Workload, setup: SetupOfRun): Batch<ImageJob> {
  return batchOf(workload, {
    module: moduleBeside(import.meta.url, 'attribution_methods/job'),
    setup: { ...setup, example: workload.images[0] },
    inThisThread: false,
    jobOf: (image, i) => ({ image, maps: i === 0, curve: i < imagesWithCurve }),
  });
}

const definition: ExperimentDefinition = {
  describe: 'Every attribution method against its exact counterpart: distance, insertion and deletion, cost',
  options,
  examples: {
    'Two bundled networks, 5 images each': '',
    'One image of one network': '--networks mnist_dense --images 0',
  },
  create: (name, artifacts) => new AttributionMethods(name, artifacts),
};

export default definition;
