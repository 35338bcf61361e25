import { attempt, UserError } from '../base/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import { compare, type Comparison } from './compare.ts';
import type { Runtime } from './runtime.ts';
import { openRuntime } from './runtimes.ts';

/** How far an output as it is read is from what the runtime makes of it. */
export interface Verified extends Comparison {
  readonly output: string;
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

/** What of a file is compared. */
export interface VerifyOptions extends ReadOptions {
  /** Of outputs that end in a softmax or sigmoid: what goes into that, or what it gives; default: both. */
  readonly ending?: 'logits' | 'probability';
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
  { ending, ...options }: VerifyOptions,
  inputsOf: (size: number) => readonly Float64Array[],
): Promise<Verification> {
  const runtime = await openRuntime(path, options.output);
  const outputs: (Verified | Refused)[] = [];
  for (const { output, tensor } of wanted(runtime, options.output, ending)) {
    const both = attempt(() => runtime.read(tensor, options));
    if (both instanceof UserError) outputs.push({ output, why: both.message });
    else outputs.push({ output, ...(await compare(both, inputsOf(both.network.inputSize))) });
  }
  const { name, version, note } = runtime;
  return { runtime: name, version, ...(note !== undefined && { note }), outputs };
}

/** What to compare: by the name that it is called here, and that of the tensor. */
function wanted(
  runtime: Runtime,
  named: string | undefined,
  ending: VerifyOptions['ending'],
): { readonly output: string; readonly tensor: string }[] {
  return (named === undefined ? runtime.outputs : [named]).flatMap((output) => {
    const logits = runtime.logits?.get(output);
    if (ending === 'logits' && logits === undefined)
      throw new UserError(
        `What goes into the last activation of '${output}' is no value that ${runtime.name} gives; compare what comes out of it, without --output logits.`,
      );
    return [
      ...(ending === 'logits' ? [] : [{ output, tensor: output }]),
      ...(ending === 'probability' || logits === undefined ? [] : [{ output: `${output} (logits)`, tensor: logits }]),
    ];
  });
}
