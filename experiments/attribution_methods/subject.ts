import { behindFrontier, explain, type Explanation, type MethodOptions } from '../../src/attribution/index.ts';
import { countFeatures, defaultMask } from '../../src/attribution/features/index.ts';
import type { LoadedNetwork } from '../../src/catalogue/index.ts';
import type { LabelledImage } from '../../src/datasets/index.ts';
import { type Network, processImage, type Shape } from '../../src/network/index.ts';
import { UserError } from '../../src/base/index.ts';
import type { Setup } from './job.ts';
import type { Variant } from './variants.ts';

/**
 * One image of one network and what all methods are told of it. An explanation that is asked for twice is computed
 * once.
 */
export class Subject {
  readonly pixels: Float64Array;
  readonly label: number;
  readonly input: Float64Array;
  /** For each element of the input its superpixel, the feature that perturbation methods take or leave as a whole. */
  readonly mask: Int32Array;
  readonly featureCount: number;
  readonly #options: MethodOptions;
  readonly #found = new Map<string, Promise<Explanation>>();

  constructor(
    readonly loaded: LoadedNetwork,
    { pixels, label }: LabelledImage,
    setup: Pick<Setup, 'baseline' | 'seed' | 'layer' | 'cell' | 'reading'> & Pick<MethodOptions, 'progress'>,
  ) {
    const { network, processing } = loaded;
    this.pixels = pixels;
    this.label = label;
    this.input = processImage(pixels, processing);
    const {
      baseline,
      seed,
      progress,
      reading: { memory },
    } = setup;
    const { layer = usualLayer(network), cell = usualCell(network.inputShape) } = setup;
    const stride = Math.ceil(cell / 2);
    this.mask = defaultMask(network.inputShape, cell);
    this.featureCount = countFeatures(this.mask, network.inputSize);
    this.#options = {
      baseline,
      processing,
      seed,
      ...(memory !== undefined && { memory }),
      ...(progress && { progress }),
      ...(layer !== undefined && { layer, neuron: strongestUnit(network, layer, this.input) }),
      features: this.mask,
      window: [cell, cell],
      strides: [stride, stride],
    };
  }

  /**
   * The image explained by a variant of a method.
   *
   * @throws UserError that names network and method, if one does not suit the other
   */
  explain(variant: Variant): Promise<Explanation> {
    const { method, rule, n, within } = variant;
    const key = [method.name, rule, n, within].join(' ');
    const found = this.#found.get(key) ?? this.#compute(variant).catch((error: unknown) => this.#fail(variant, error));
    this.#found.set(key, found);
    return found;
  }

  async #compute({ method, rule, n, within }: Variant): Promise<Explanation> {
    const options: MethodOptions = {
      ...this.#options,
      ...(rule !== '' && { rule }),
      ...(n !== undefined && { n }),
      ...(within !== undefined && { within }),
    };
    const taken = Object.entries(options).filter(([option]) => (method.options as readonly string[]).includes(option));
    const [explanation] = await explain(this.loaded.network, {
      ...(Object.fromEntries(taken) as MethodOptions),
      method: method.name,
      input: this.input,
      ...(method.neuron !== 'explained' && { target: this.label }),
    });
    return explanation;
  }

  #fail({ method }: Variant, error: unknown): never {
    throw error instanceof UserError ? new UserError(`${this.loaded.name}, ${method.name}: ${error.message}`) : error;
  }
}

/** A third of an image, so that there are 9 superpixels or fewer, few enough for exact Shapley values. */
function usualCell([rows, columns = 1]: Shape): number {
  return Math.ceil(Math.max(rows, columns) / 3);
}

/** Families of operations that have kinks. */
const bends: readonly string[] = ['elementwise', 'maximum'];

/**
 * The last convolution that no smooth layer comes before; of a network without one the first layer that bends;
 * undefined if it has neither.
 */
function usualLayer(network: Network): string | undefined {
  const behind = behindFrontier(network);
  return (
    network.nodes.findLast(({ layer }, i) => layer.type === 'Conv2D' && !behind[i]) ??
    network.nodes.find(({ operation }) => bends.includes(operation.family))
  )?.name;
}

/** The unit of a layer with the largest value: the neuron that neuron methods are asked about. */
function strongestUnit(network: Network, layer: string, input: Float64Array): number {
  const values = network.evaluateAll(input)[network.nodes.findIndex(({ name }) => name === layer)];
  return values.reduce((strongest, value, unit) => (value > values[strongest] ? unit : strongest), 0);
}
