import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network } from '../network/index.ts';
import type { Measure } from '../quadrature/index.ts';
import { loadBackend } from './backends/index.ts';
import { batches, batchSizeFor, checkBatchSize } from './batches.ts';
import { checkMeasure, checkPoint, checkPoints, checkTarget } from './checks.ts';
import { DeviceNetwork } from './deviceNetwork.ts';
import { SharedNodes } from './sharedNodes.ts';

/**
 * A network for evaluation and gradients in batches on a backend of TensorFlow.js, in float32.
 *
 * @param options.backend one of `backendNames`
 * @param options.batchSize points on the device at a time; default: what a memory budget allows. Results
 *   depend on it only through rounding.
 * @throws UserError if the backend does not load or the batch size is not a positive whole number
 *
 * @example
 * const gradients = await gradientsOf(network, { backend: 'wasm' });
 * const [left, right] = await gradients.integrate({ baseline, delta }, target, measures);
 * gradients.dispose();
 */
export async function gradientsOf(
  network: Network,
  { backend = 'auto', batchSize = batchSizeFor(network) }: { backend?: string; batchSize?: number } = {},
): Promise<NetworkGradients> {
  checkBatchSize(batchSize);
  return new NetworkGradients(network, await loadBackend(backend), batchSize);
}

/** What `gradientsOf` makes. Its weights stay on the device until `dispose()`. */
export class NetworkGradients {
  readonly #network: Network;
  readonly #device: DeviceNetwork;

  constructor(
    network: Network,
    readonly backend: string,
    readonly batchSize: number,
  ) {
    this.#network = network;
    this.#device = new DeviceNetwork(network);
  }

  /** Outputs for points one after the other, as `Network.evaluate`, in float32. */
  async evaluate(points: Float64Array): Promise<Float64Array> {
    checkPoints(points, this.#network);
    const { inputSize, outputSize } = this.#network;
    const items = points.length / inputSize;
    const outputs = new Float64Array(items * outputSize);
    for (const { begin, end } of batches(items, this.batchSize)) {
      const batch = new Float32Array(points.subarray(begin * inputSize, end * inputSize));
      outputs.set(
        await this.#compute(() => this.#device.evaluate(tf.tensor2d(batch, [end - begin, inputSize]))),
        begin * outputSize,
      );
    }
    return outputs;
  }

  /**
   * Integrals `sum_i w_i dF/dx(baseline + t_i delta)` of an output unit's gradient along a line, for every
   * measure with nodes `t_i` and weights `w_i`. Each distinct node is evaluated once, for all measures; what
   * leaves the device is one sum for each measure and batch. At a node that lies on a kink the gradient is that
   * of the layers' conventions (ReLU'(0) = 0, the first of equal candidates of a maximum), not that of the
   * region on its right: with max pooling a constant baseline, where all candidates are equal, shows it.
   *
   * @returns for each measure `inputSize` numbers; times delta they are sampled integrated gradients
   * @throws UserError if a measure has a density, or if sizes or values of the arguments are wrong
   */
  async integrate(
    line: { readonly baseline: Float64Array; readonly delta: Float64Array },
    target: number,
    measures: readonly Measure[],
  ): Promise<Float64Array[]> {
    checkPoint('baseline', line.baseline, this.#network);
    checkPoint('delta of the line', line.delta, this.#network);
    checkTarget(target, this.#network);
    measures.forEach(checkMeasure);
    const { inputSize } = this.#network;
    const shared = new SharedNodes(measures);
    const integrals = measures.map(() => new Float64Array(inputSize));
    for (const { begin, end } of batches(shared.nodes.length, this.batchSize)) {
      const sums = await this.#compute(() => {
        const points = pointsAt(line, shared.nodes.subarray(begin, end));
        const weights = tf.tensor2d(shared.weights(begin, end), [measures.length, end - begin]);
        return tf.matMul(weights, this.#device.gradient(points, target));
      });
      integrals.forEach((integral, measure) => {
        addTo(integral, sums.subarray(measure * inputSize, (measure + 1) * inputSize));
      });
    }
    return integrals;
  }

  /** Frees the weights on the device. */
  dispose(): void {
    this.#device.dispose();
  }

  /** The numbers of a tensor computed on this network's backend; frees it and all tensors on the way. */
  async #compute(computation: () => Tensor): Promise<Float32Array> {
    await tf.setBackend(this.backend);
    const result = tf.tidy(computation);
    try {
      return await result.data<'float32'>();
    } finally {
      result.dispose();
    }
  }
}

/** Points of the line, made on the device. */
function pointsAt({ baseline, delta }: { baseline: Float64Array; delta: Float64Array }, alphas: Float64Array): Tensor2D {
  const column = tf.tensor2d(new Float32Array(alphas), [alphas.length, 1]);
  return tf.add(tf.tensor1d(new Float32Array(baseline)), tf.mul(column, tf.tensor1d(new Float32Array(delta))));
}

function addTo(sum: Float64Array, term: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += term[i];
}
