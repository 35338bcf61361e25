import * as ort from 'onnxruntime-web';
import { expect } from 'vitest';
import type { Network } from '../../src/network/index.ts';

ort.env.wasm.numThreads = 1;

/** How a model's image axes stand in memory: as most of ONNX has them, or as TensorFlow exports its inputs. */
export type InputLayout = 'channel-first' | 'channel-last';

/** ONNX Runtime, the oracle of the reader: evaluates a model on inputs given in our order. */
export class OnnxRuntime {
  private constructor(
    private readonly session: ort.InferenceSession,
    private readonly layout: InputLayout,
  ) {}

  static async load(bytes: Uint8Array, layout: InputLayout = 'channel-first'): Promise<OnnxRuntime> {
    return new OnnxRuntime(await ort.InferenceSession.create(bytes), layout);
  }

  /** The output for one input; both in row, column, channel order where they are images. */
  async evaluate(input: Float64Array): Promise<Float64Array> {
    const [{ name, shape }] = this.session.inputMetadata as readonly ort.InferenceSession.TensorValueMetadata[];
    const dims = [1, ...shape.slice(1).map(Number)];
    const values = this.layout === 'channel-first' ? toChannelFirst(input, dims) : input;
    const outputs = await this.session.run({ [name]: new ort.Tensor('float32', Float32Array.from(values), dims) });
    const output = outputs[this.session.outputNames[0]];
    const numbers = Float64Array.from(output.data as Float32Array);
    return output.dims.length === 4 && this.layout === 'channel-first' ? toChannelLast(numbers, output.dims) : numbers;
  }

  /**
   * Expects a network to give the same values up to float32: 2e-6 of the largest output, about 16 roundings of 2^-23.
   */
  async expectSame(network: Network, input: Float64Array): Promise<void> {
    const single = input.map(Math.fround);
    const expected = await this.evaluate(single);
    const actual = network.evaluate(single);
    const scale = expected.reduce((largest, y) => Math.max(largest, Math.abs(y)), 0);
    const worst = expected.reduce((largest, y, i) => Math.max(largest, Math.abs(y - actual[i])), 0);
    expect(actual.length).toBe(expected.length);
    expect(worst).toBeLessThanOrEqual(2e-6 * scale);
  }
}

function toChannelFirst(values: Float64Array, dims: readonly number[]): Float64Array {
  if (dims.length !== 4) return values;
  const [, channels, rows, columns] = dims;
  return values.map((_, i) => {
    const [channel, row, column] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
    return values[(row * columns + column) * channels + channel];
  });
}

function toChannelLast(values: Float64Array, dims: readonly number[]): Float64Array {
  const [, channels, rows, columns] = dims;
  return values.map((_, i) => values[(i % channels) * rows * columns + Math.floor(i / channels)]);
}
