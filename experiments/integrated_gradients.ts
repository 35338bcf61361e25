import { procedures } from '../src/attribution/index.ts';
import {
  batchOf,
  Experiment,
  imageMapsIn,
  imagesOption,
  loadWorkloads,
  planOf,
  tableToText,
  workloadOptions,
  type Batch,
  type ExperimentDefinition,
  type OptionsOf,
  type Plan,
  type ResultRows,
  type Row,
  type RunSettings,
  type Workload,
  type WorkloadSetup,
} from '../src/experiment/index.ts';
import { backendNames } from '../src/gradients/index.ts';
import { resolveBackend } from '../src/tensorflow/index.ts';
import { sizeOf } from '../src/network/index.ts';
import { moduleBeside } from '../src/threads/index.ts';
import { checkExact, setupOf } from './integrated_gradients/checks.ts';
import {
  curveSheet,
  featureSheet,
  layerSheet,
  lineSheet,
  mapSheet,
  runSheet,
  samplesColumns,
  timingSheet,
  type ImageResult,
} from './integrated_gradients/columns.ts';
import {
  drawErrorCurves,
  drawFeatures,
  drawGaps,
  drawLayers,
  drawLine,
  drawSampledMaps,
  drawSamples,
} from './integrated_gradients/figures.ts';
import type { ImageJob, Setup } from './integrated_gradients/job.ts';
import { errorTable, regionsTable, summaryTable } from './integrated_gradients/tables.ts';

/** Images of each network, unless the user says which. */
const usualImages = 100;

const options = {
  ...workloadOptions,
  images: imagesOption(usualImages),
  rules: {
    type: 'string',
    default: Object.keys(samplesColumns).join(','),
    describe: 'Quadrature rules, separated by commas',
  },
  engine: {
    choices: ['sweep', 'network'] as const,
    default: 'sweep' as const,
    describe:
      'Where sampled attributions come from: the regions, or gradients of the network (in one thread, whatever --jobs)',
  },
  procedure: {
    choices: Object.keys(procedures) as (keyof typeof procedures)[],
    default: 'definition' as const,
    describe: 'How the samples to 5 % are searched for; published as in the code of the paper',
  },
  backend: { choices: backendNames, describe: 'TensorFlow.js backend of the network engine [default: auto]' },
  'require-gpu': { type: 'boolean', default: false, describe: 'Refuse to compute gradients on a CPU' },
  maps: {
    type: 'number',
    describe:
      'Images of each network, the first ones, of which the maps are written, for the report [default: 100, fewer of large images; 10 by the network engine]',
  },
  'batch-size': { type: 'number', describe: 'Gradients at a time in the network engine [default: what memory allows]' },
} as const;

type Options = OptionsOf<typeof options>;

/**
 * So many images of each network are also measured at many numbers of samples, for the error curves: all by the sweep,
 * for which that is a tenth of the work; by the network engine it is a multiple.
 */
const imagesWithCurve = { sweep: Infinity, network: 10 } as const;

/** The maps of so many images of each network are written, or of fewer, if together they have more places. */
const imagesWithMaps = { sweep: usualImages, network: 10 } as const;
const placesWithMaps = usualImages * 32 * 32;

/** Exact integrated gradients against sampled ones: tables 1 and 2 and figure 3 of Sotoudeh & Thakur, NeurIPS 2019. */
class IntegratedGradients extends Experiment<Options, ImageJob, ImageResult> {
  protected async plan(given: Options, settings: RunSettings): Promise<Plan<ImageJob>> {
    const setup = setupOf(given);
    const workloads = await loadWorkloads(given, usualImages, settings);
    if (given.engine === 'sweep')
      workloads.forEach(({ network }) => {
        checkExact(network);
      });
    const { engine, procedure } = given;
    const device = setup.gradients && (await resolveBackend(setup.gradients));
    return planOf(given, workloads, {
      title: 'exact integrated gradients',
      fixed: { rules: setup.rules, engine, procedure, backend: device?.backend },
      device: { engine, ...(device && { backend: device.backend, device: device.name }) },
      sheets: [runSheet, curveSheet, lineSheet, layerSheet, mapSheet, featureSheet, timingSheet],
      batches: workloads.map((workload, i) =>
        studyOf(workload, i === 0, given.maps ?? usualMaps(workload, engine), setup),
      ),
    });
  }

  protected rowsOf({ row, curve, line, layers, maps, features, seconds }: ImageResult): ResultRows {
    return {
      [runSheet.name]: [row],
      [curveSheet.name]: curve,
      [lineSheet.name]: line,
      [layerSheet.name]: layers,
      [mapSheet.name]: maps,
      [featureSheet.name]: features,
      [timingSheet.name]: [{ seconds }],
    };
  }

  protected report(): string {
    const rows = this.read(runSheet);
    this.writeTable('summary', summaryTable(rows));
    for (const line of this.read(lineSheet)) this.writeFigure('expository_figure', drawLine(line));
    const networks = [...new Set(rows.map(({ network }) => network))];
    const [curves, layers, maps, features] = [curveSheet, layerSheet, mapSheet, featureSheet].map((sheet) =>
      this.read(sheet),
    );
    for (const network of networks) {
      const [own, ownCurves, ownLayers, ownMaps, ownFeatures] = [rows, curves, layers, maps, features].map((all) =>
        all.filter((row) => row.network === network),
      );
      const studied = { network, tabular: ownFeatures.length > 0 };
      this.#draw(`error_${network}`, ownCurves, () => drawErrorCurves(studied, own, ownCurves));
      this.#draw(`samples_${network}`, ownCurves, () => drawSamples(studied, own));
      this.#draw(`m_tilde_${network}`, ownCurves, () => drawGaps(studied, own, ownCurves));
      this.#draw(`layers_${network}`, ownLayers, () => drawLayers(studied, ownLayers));
      this.#draw(`features_${network}`, ownFeatures, () => drawFeatures(network, ownFeatures));
      for (const maps of imageMapsIn(ownMaps.filter(({ image }) => image === ownMaps[0].image)))
        this.writeFigure(`maps_${network}`, drawSampledMaps(maps));
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

  #draw(key: string, rows: readonly Row[], draw: () => string): void {
    if (rows.length > 0) this.writeFigure(key, draw());
  }
}

/** Of so many images of a network maps are written, unless the user says of how many. */
function usualMaps({ network }: Workload, engine: Setup['engine']): number {
  const places = sizeOf(network.network.inputShape.slice(0, 2));
  return Math.max(1, Math.min(imagesWithMaps[engine], Math.floor(placesWithMaps / places)));
}

/**
 * @param first whether it is the first network, of whose first image the line is drawn
 * @param maps of so many images the maps are written
 */
function studyOf(
  workload: Workload,
  first: boolean,
  maps: number,
  setup: Omit<Setup, keyof WorkloadSetup>,
): Batch<ImageJob> {
  return batchOf(workload, {
    module: moduleBeside(import.meta.url, 'integrated_gradients/job'),
    setup,
    // TensorFlow is not usable from several threads of one process.
    inThisThread: setup.engine === 'network',
    jobOf: (image, i) => ({
      image,
      curve: i < imagesWithCurve[setup.engine],
      line: first && i === 0 && !('features' in workload.data.rows),
      maps: i < maps,
    }),
  });
}

const definition: ExperimentDefinition = {
  describe: 'Exact against sampled integrated gradients: regions, error of m-tilde, samples to 5 %',
  options,
  examples: {
    'Three bundled networks, 100 images each': '',
    'Some images of one network': '--networks mnist_dense --images 0-9',
    'A network of your own': '--networks net.onnx --data data.csv',
    'As the code of the paper searches': '--procedure published',
  },
  create: (name, artifacts) => new IntegratedGradients(name, artifacts),
};

export default definition;
