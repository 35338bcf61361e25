import { UserError } from '../base/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import type { Both } from './runtime.ts';
import { openRuntime } from './runtimes.ts';

/** How far an output as it is read is from what the runtime makes of it. */
export interface Verified {
  readonly output: string;
  /** Units of the output, and how many inputs were tried. */
  readonly units: number;
  readonly inputs: number;
  /**
   * Largest difference of a value, relative to the largest value of the output; Infinity of other than as many values.
   */
  readonly difference: number;
}

/** An output that is not read. */
export interface Refused {
  readonly output: string;
  readonly why: string;
}

/** All outputs of a file, and with which runtime they were compared. */
export interface Verification {
  readonly runtime: string;
  readonly version: string;
  /** What there is to know of how the runtime took the file. */
  readonly note?: string;
  readonly outputs: readonly (Verified | Refused)[];
}

/**
 * Compares values of a network's file as it is read, in float64, with those that its own runtime computes in float32:
 * ONNX Runtime or TensorFlow.js.
 *
 * @param options of these `output` is the only one that is compared; by default all are
 * @param inputsOf the inputs to try, of a size, in the order of ours; they are rounded to the type of the input here
 * @throws UserError if the file cannot be read or has no runtime, or the runtime is not installed or does not take it
 */
export async function verifyNetwork(
  path: string,
  options: ReadOptions,
  inputsOf: (size: number) => readonly Float64Array[],
): Promise<Verification> {
  const runtime = await openRuntime(path);
  const outputs: (Verified | Refused)[] = [];
  for (const output of options.output === undefined ? runtime.outputs : [options.output]) {
    const both = attempt(() => runtime.read(output, options));
    if (both instanceof UserError) outputs.push({ output, why: both.message });
    else outputs.push({ output, ...(await compare(both, inputsOf(both.network.inputSize))) });
  }
  const { name, version, note } = runtime;
  return { runtime: name, version, ...(note !== undefined && { note }), outputs };
}

function attempt<T>(make: () => T): T | UserError {
  try {
    return make();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

async function compare(both: Both, points: readonly Float64Array[]): Promise<Omit<Verified, 'output'>> {
  const counts = { units: both.network.outputSize, inputs: points.length };
  let [difference, largest] = [0, 0];
  for (const point of points) {
    const rounded = both.rounded(point);
    const [ours, theirs] = [both.ours(rounded), await both.theirs(rounded)];
    if (ours.length !== theirs.length) return { ...counts, difference: Infinity };
    theirs.forEach((value, i) => {
      const apart = Object.is(value, ours[i]) ? 0 : Math.abs(value - ours[i]);
      difference = Math.max(difference, Number.isNaN(apart) ? Infinity : apart);
      largest = Math.max(largest, Math.abs(value));
    });
  }
  return { ...counts, difference: difference / (largest || 1) };
}
