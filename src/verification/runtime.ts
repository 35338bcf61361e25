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
  /**
   * An output as a function of one input.
   *
   * @param options of these `output` has no say
   * @throws UserError if it cannot be read
   */
  read(output: string, options: ReadOptions): Both;
}

/** A function as it is read here, and as the runtime computes it: both of a point in the network's order. */
export interface Both {
  readonly network: Network;
  /** The point in numbers of the type that the runtime takes. */
  rounded(point: Float64Array): Float64Array;
  ours(point: Float64Array): Float64Array;
  /** In the same order. @throws UserError if the runtime refuses */
  theirs(point: Float64Array): Promise<Float64Array>;
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
  const batch = new Float32Array(items * values.length);
  for (let i = 0; i < items; i++) batch.set(values, i * values.length);
  return batch;
}

/** Values of the first item, where there are those of a batch of equal ones. */
export function firstItem(values: Float64Array, items: number, size: number): Float64Array {
  return values.length === items * size ? values.subarray(0, size) : values;
}
