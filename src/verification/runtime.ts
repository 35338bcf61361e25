import { UserError } from '../base/index.ts';
import type { Network } from '../network/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';

/** A network's file in the software that it was made for. */
export interface Runtime {
  /** The software. */
  readonly name: string;
  readonly version: string;
  /** What there is to know of how it took the file. */
  readonly note?: string | undefined;
  /** Names of all outputs. */
  readonly outputs: readonly string[];
  /** Names of what goes into the last softmax or sigmoid of outputs, by theirs, as far as the runtime gives it. */
  readonly logits?: ReadonlyMap<string, string>;
  /**
   * An output, or its logits, as a function of one input.
   *
   * @param options of these `output` has no say
   * @throws UserError if it cannot be read
   */
  read(output: string, options: ReadOptions): Both;
}

/** A function as it is read here, and as the runtime computes it. */
export interface Both {
  readonly network: Network;
  /** A point in numbers of the type that the runtime takes. */
  rounded(point: Float64Array): Float64Array;
  /** Values of the network in the runtime's order. */
  placed(values: Float64Array): Float64Array;
  /** The runtime's values at points in the network's order. @throws UserError if it refuses */
  theirs(points: readonly Float64Array[]): Promise<Float64Array[]>;
}

/**
 * Imports the package of a runtime, which need not be installed.
 *
 * @throws UserError if it does not load
 */
export async function runtimePackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UserError(
      `To verify needs the package ${name}, which does not load (${reason}). Install it by \`npm install ${name}\`.`,
    );
  }
}

/** Does what only a runtime can refuse. @throws UserError that says which runtime and why */
export async function asked<T>(name: string, perform: () => T | Promise<T>): Promise<T> {
  try {
    return await perform();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${name} refuses: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** An item's values, in float32, as often as a batch has items. */
export function batchOf(values: ArrayLike<number>, items: number): Float32Array {
  return joined(Array.from({ length: items }, () => values));
}

function joined(items: readonly ArrayLike<number>[]): Float32Array {
  const batch = new Float32Array(items.length * items[0].length);
  items.forEach((item, i) => {
    batch.set(item, i * item.length);
  });
  return batch;
}

/**
 * Values at points of a model that takes so many items at once. Where it does not give `size` numbers for each, it is
 * asked about one point at a time.
 *
 * @param compute values of a batch
 */
export async function inBatches(
  points: readonly Float64Array[],
  { items, size }: { readonly items: number; readonly size: number },
  compute: (batch: Float32Array) => Promise<Float64Array>,
): Promise<Float64Array[]> {
  const results: Float64Array[] = [];
  for (let first = 0; first < points.length;) {
    const some = points.slice(first, first + items);
    const values = await compute(joined(Array.from({ length: items }, (_, i) => some[Math.min(i, some.length - 1)])));
    if (values.length === items * size) results.push(...some.map((_, i) => values.subarray(i * size, (i + 1) * size)));
    else results.push(some.length === 1 ? values : await compute(batchOf(some[0], items)));
    first = results.length;
  }
  return results;
}
