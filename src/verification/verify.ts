import { UserError } from '../base/index.ts';
import { sizeOf } from '../network/index.ts';
import {
  onnxPorts,
  openOnnx,
  readOnnxFunction,
  type OnnxFunction,
  type OnnxOptions,
  type Placed,
  type ReadOptions,
} from '../network/readers/index.ts';
import { OnnxRuntime, type Values } from './runtime.ts';

/** How far an output as it is read is from what ONNX Runtime makes of it. */
export interface Verified {
  readonly output: string;
  /** Units of the output, and how many inputs were tried. */
  readonly units: number;
  readonly inputs: number;
  /** Largest difference of a value, relative to the largest value of the output; Infinity of other than as many values. */
  readonly difference: number;
}

/** An output that one of both refuses. */
export interface Refused {
  readonly output: string;
  readonly why: string;
}

/** All outputs of a file, and the version of ONNX Runtime. */
export interface Verification {
  readonly version: string;
  readonly outputs: readonly (Verified | Refused)[];
}

/**
 * Compares values of an ONNX file as it is read, in float64, with those that ONNX Runtime computes in float32.
 *
 * @param options of these `output` is the only one that is compared; by default all are
 * @param inputsOf the inputs to try, of a size, in the order of ours; they are rounded to float32 here
 * @throws UserError if the file cannot be read, or ONNX Runtime is not installed or does not take it
 */
export async function verifyOnnx(
  path: string,
  options: ReadOptions,
  inputsOf: (size: number) => readonly Float64Array[],
): Promise<Verification> {
  const { bytes, external } = await openOnnx(path);
  const runtime = await OnnxRuntime.load(bytes, external);
  const names = options.output === undefined ? onnxPorts(bytes).outputs.map(({ name }) => name) : [options.output];
  const outputs: (Verified | Refused)[] = [];
  for (const output of names) {
    const read = attempt(() => readOnnxFunction(bytes, { ...options, output, external } satisfies OnnxOptions));
    outputs.push(
      read instanceof UserError
        ? { output, why: read.message }
        : await compare(runtime, read, inputsOf(read.network.inputSize)),
    );
  }
  return { version: runtime.version, outputs };
}

function attempt<T>(make: () => T): T | UserError {
  try {
    return make();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

async function compare(runtime: OnnxRuntime, read: OnnxFunction, points: readonly Float64Array[]): Promise<Verified> {
  const { network, output, batch } = read;
  let [difference, largest] = [0, 0];
  for (const point of points) {
    const single = point.map(Math.fround);
    const ours = inOnnxOrder(network.evaluate(single), output);
    const theirs = await runtime.evaluate(output.name, feedsOf(read, single));
    if (![ours.length, batch * ours.length].includes(theirs.length))
      return { output: output.name, units: ours.length, inputs: points.length, difference: Infinity };
    theirs.subarray(0, ours.length).forEach((value, i) => {
      const apart = Object.is(value, ours[i]) ? 0 : Math.abs(value - ours[i]);
      difference = Math.max(difference, Number.isNaN(apart) ? Infinity : apart);
      largest = Math.max(largest, Math.abs(value));
    });
  }
  return {
    output: output.name,
    units: network.outputSize,
    inputs: points.length,
    difference: difference / (largest || 1),
  };
}

/** Values of all inputs: the point, as often as there are items in the batch, and what is held. */
function feedsOf({ input, batch, held }: OnnxFunction, point: Float64Array): Map<string, Values> {
  const item = inOnnxOrder(point, input);
  const data = new Float64Array(batch * item.length);
  for (let i = 0; i < batch; i++) data.set(item, i * item.length);
  const shape = batch === 1 ? input.shape : [batch, ...input.shape.slice(1)];
  return new Map<string, Values>([...held, [input.name, { shape, data }]]);
}

function inOnnxOrder(ours: Float64Array, { shape, order }: Placed): Float64Array {
  const result = new Float64Array(sizeOf(shape));
  for (let i = 0; i < result.length; i++) result[i] = ours[order[i]];
  return result;
}
