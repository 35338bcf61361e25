import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { checkMemory, checkOptions } from '../base/index.ts';
import { checkNetwork, type Network } from '../network/index.ts';
import type { Measure } from '../quadrature/index.ts';
import { loadBackend, type LoadedBackend } from './backends/index.ts';
import { Batches, batchSizeFor, checkBatchSize } from './batches.ts';
import { checkMeasure, checkPoint, checkPoints, checkTarget } from './checks.ts';
import { DeviceNetwork } from './deviceNetwork.ts';
import { countOf, type Derivative, type PointGradients, type Points, type PointValues } from '../gradients/index.ts';
import { SharedNodes } from './sharedNodes.ts';

/** Where gradients are computed, and how many at a time. */
export interface GradientOptions {
  /** One of `backendNames`; default: auto. */
  readonly backend?: string;
  /** Refuse a backend that computes on a CPU. */
  readonly requireGpu?: boolean;
  /** Bytes for the tensors of one batch; default: what suits the device. */
  readonly memory?: number;
  /** Points on the device at a time; default: what the memory allows. Results depend on it only through rounding. */
  readonly batchSize?: number;
}

/**
 * A network for evaluation and gradients in batches on a backend of TensorFlow.js, in float32. A batch for
 * which the memory does not suffice is halved.
 *
 * @throws UserError if no such backend works, if the batch size is not a positive whole number, or if the
 *   memory does not suffice for one gradient
 *
 * @example
 * const gradients = await gradientsOf(network, { backend: 'wasm' });
 * const [left, right] = await gradients.integrate({ baseline, delta }, target, measures);
 * gradients.dispose();
 */
export async function gradientsOf(network: Network, options: GradientOptions = {}): Promise<NetworkGradients> {
  checkNetwork(network);
  checkOptions(options);
  const { backend = 'auto', requireGpu = false, batchSize, memory } = options;
  if (memory !== undefined) checkMemory(memory);
  if (batchSize !== undefined) checkBatchSize(batchSize);
  const device = await loadBackend(backend, { requireGpu });
  const limits = { memory: memory ?? device.memory, largestTensor: device.largestTensor };
  return new NetworkGradients(network, device, batchSize ?? batchSizeFor(network, limits));
}

/** A line from a baseline along delta. */
interface Line {
  readonly baseline: Float64Array;
  readonly delta: Float64Array;
}

/** What `gradientsOf` makes. Its weights stay on the device until `dispose()`. */
export class NetworkGradients implements PointGradients {
  readonly #network: Network;
  readonly #weights: DeviceNetwork;
  readonly #batches: Batches;

  constructor(
    network: Network,
    readonly device: LoadedBackend,
    batchSize: number,
  ) {
    this.#network = network;
    this.#weights = new DeviceNetwork(network);
    this.#batches = new Batches(batchSize);
  }

  /** The name of the backend, one of `backendNames` but auto. */
  get backend(): string {
    return this.device.backend;
  }

  /** Points on the device at a time. */
  get batchSize(): number {
    return this.#batches.size;
  }

  /** Outputs for points one after the other, as `Network.evaluate`, in float32. */
  async evaluate(points: Float64Array): Promise<Float64Array> {
    checkPoints(points, this.#network);
    const { inputSize, outputSize } = this.#network;
    const items = points.length / inputSize;
    const outputs = new Float64Array(items * outputSize);
    await this.#batches.forEach(items, async (begin, end) => {
      const batch = points.subarray(begin * inputSize, end * inputSize);
      outputs.set(
        await this.#compute(() =>
          this.#weights.evaluate(tf.tensor2d(new Float32Array(batch), [end - begin, inputSize])),
        ),
        begin * outputSize,
      );
    });
    return outputs;
  }

  /**
   * Integrals `sum_i w_i dF/dx(baseline + t_i delta)` of an output unit's gradient along a line, for every
   * measure with nodes `t_i` and weights `w_i`. Each distinct node is evaluated once for all measures, of which
   * as many are taken at a time as points; what leaves the device is one sum for each measure and batch. At a node that
   * lies on a kink the gradient is that of the layers' conventions (ReLU'(0) = 0, the first of equal candidates of a
   * maximum), not that of the region on its right: with max pooling a constant baseline, where all candidates are
   * equal, shows it.
   *
   * @returns for each measure `inputSize` numbers; times delta they are sampled integrated gradients
   * @throws UserError if a measure has a density, or if sizes or values of the arguments are wrong
   */
  async integrate(line: Line, target: number, measures: readonly Measure[]): Promise<Float64Array[]> {
    checkPoint('baseline', line.baseline, this.#network);
    checkPoint('delta of the line', line.delta, this.#network);
    checkTarget(target, this.#network);
    measures.forEach(checkMeasure);
    const integrals = measures.map(() => new Float64Array(this.#network.inputSize));
    await this.#batches.forEach(measures.length, async (begin, end) => {
      const sums = await this.#integrateTogether(line, target, measures.slice(begin, end));
      sums.forEach((sum, i) => {
        integrals[begin + i].set(sum);
      });
    });
    return integrals;
  }

  async #integrateTogether(line: Line, target: number, measures: readonly Measure[]): Promise<Float64Array[]> {
    const { inputSize } = this.#network;
    const shared = new SharedNodes(measures);
    const integrals = measures.map(() => new Float64Array(inputSize));
    await this.#batches.forEach(shared.nodes.length, async (begin, end) => {
      const sums = await this.#compute(() => {
        const shares = sharesOf(shared.nodes.subarray(begin, end));
        const weights = tf.tensor2d(shared.weights(begin, end), [measures.length, end - begin]);
        return this.#weights.integrate(endsOf(line), shares, weights, target);
      });
      integrals.forEach((integral, measure) => {
        addTo(integral, sums.subarray(measure * inputSize, (measure + 1) * inputSize));
      });
    });
    return integrals;
  }

  async valuesAt(points: Points, node: number): Promise<Float64Array> {
    const count = countOf(this.#network, points);
    const size = this.#network.unitsOf(node);
    const outputs = new Float64Array(count * size);
    await this.#batches.forEach(count, async (begin, end) => {
      const rows = await this.#compute(() =>
        this.#weights.valuesAt(rowsOf(points.values, count, begin, end), points.at, node),
      );
      outputs.set(rows, begin * size);
    });
    return outputs;
  }

  async gradientsAt(points: Points, derivative: Derivative): Promise<PointValues> {
    const count = countOf(this.#network, points);
    const size = this.#network.unitsOf(derivative.by);
    const [values, gradients] = [new Float64Array(count * size), new Float64Array(count * size)];
    await this.#batches.forEach(count, async (begin, end) => {
      const rows = await this.#compute(() => {
        const own = derivative.seeds.length > this.#network.unitsOf(derivative.of);
        const seeds = own
          ? rowsOf(derivative.seeds, count, begin, end)
          : tf.tile(rowsOf(derivative.seeds, 1, 0, 1), [end - begin, 1]);
        return this.#weights.gradientsAt(rowsOf(points.values, count, begin, end), points.at, derivative, seeds);
      });
      for (let item = begin; item < end; item++) {
        const row = rows.subarray(2 * (item - begin) * size, 2 * (item - begin + 1) * size);
        values.set(row.subarray(0, size), item * size);
        gradients.set(row.subarray(size), item * size);
      }
    });
    return { values, gradients };
  }

  /** Frees the weights on the device. */
  dispose(): void {
    this.#weights.dispose();
  }

  /** The numbers of a tensor computed on this network's backend; frees it and all tensors on the way. */
  async #compute(computation: () => Tensor): Promise<Float32Array> {
    await tf.setBackend(this.backend);
    return this.device.perform(async () => {
      const result = tf.tidy(computation);
      try {
        return await result.data<'float32'>();
      } finally {
        result.dispose();
      }
    });
  }
}

/** Some of the items of an array as the rows of a tensor. */
function rowsOf(values: Float64Array, items: number, begin: number, end: number): Tensor2D {
  const size = values.length / items;
  return tf.tensor2d(new Float32Array(values.subarray(begin * size, end * size)), [end - begin, size]);
}

/** The first and the last point of a line. */
function endsOf({ baseline, delta }: { baseline: Float64Array; delta: Float64Array }): Tensor2D {
  const ends = new Float32Array(2 * baseline.length);
  ends.set(baseline);
  ends.set(
    baseline.map((x, i) => x + delta[i]),
    baseline.length,
  );
  return tf.tensor2d(ends, [2, baseline.length]);
}

/** What points of a line have of its ends: `1 - alpha` and `alpha`. */
function sharesOf(alphas: Float64Array): Tensor2D {
  return tf.tensor2d(Float32Array.from([...alphas].flatMap((alpha) => [1 - alpha, alpha])), [alphas.length, 2]);
}

function addTo(sum: Float64Array, term: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += term[i];
}
