import type { DataType, NamedTensorMap } from '@tensorflow/tfjs-core';
import type { Shape } from '../network/index.ts';
import { openTfjs, readTfjsFunction, tfjsPorts, type ReadOptions } from '../network/readers/index.ts';
import { resolveBackend } from '../tensorflow/index.ts';
import { asked, batchOf, inBatches, type Both, type Runtime } from './runtime.ts';
import { loadModel, name, type LoadedModel } from './tensorflowJsModel.ts';

type Core = typeof import('@tensorflow/tfjs-core');

/** How numbers become those of a type that is not float32. */
const roundings: Partial<Record<DataType, (x: number) => number>> = {
  int32: Math.trunc,
  bool: (x) => Number(x !== 0),
};

/** A model in TensorFlow.js, in plain JavaScript, which is slow and has every operator. */
export class TensorFlowJs implements Runtime {
  readonly name = name;

  private constructor(
    private readonly core: Core,
    private readonly model: LoadedModel,
    private readonly file: { readonly bytes: Uint8Array; readonly files: readonly Uint8Array[] },
  ) {}

  /** @throws UserError if a package is not installed, or does not take the model */
  static async open(path: string): Promise<TensorFlowJs> {
    const file = await openTfjs(path);
    await resolveBackend({ backend: 'cpu' });
    return new TensorFlowJs(await import('@tensorflow/tfjs-core'), await loadModel(file.bytes, file.files), file);
  }

  get version(): string {
    return this.core.version_core;
  }

  get outputs(): readonly string[] {
    return tfjsPorts(this.file.bytes).outputs.map((output) => output.name);
  }

  get note(): string | undefined {
    if (!this.model.isRenamed) return undefined;
    return 'Keras 3 wrote the file, which TensorFlow.js reads once fields are called as in Keras 2; what Keras 3 computes otherwise (hard_sigmoid, enlarging) differs here.';
  }

  read(output: string, options: ReadOptions): Both {
    const { network, input } = readTfjsFunction(this.file.bytes, this.file.files, { ...options, output });
    const items = this.#batch();
    const open = { name: input, shape: network.inputShape };
    const compute = (batch: Float32Array): Float64Array => {
      const tensors = (): NamedTensorMap =>
        this.#tensors(new Map(Object.entries(options.inputs ?? {})), items, { ...open, batch });
      return Float64Array.from(this.core.tidy(() => this.model.compute(output, tensors()).dataSync()));
    };
    return {
      network,
      rounded: (point) => point.map(roundings[this.#typeOf(input)] ?? Math.fround),
      placed: (values) => values,
      theirs: (points) =>
        inBatches(points, { items, size: network.outputSize }, (batch) => asked(name, () => compute(batch))),
    };
  }

  #typeOf(input: string): DataType {
    return this.model.inputs.find((taken) => taken.name === input)?.dtype ?? 'float32';
  }

  /** Items that the file is made for. */
  #batch(): number {
    return Math.max(1, ...this.model.inputs.map(({ shape }) => shape[0] ?? 1));
  }

  /** @param open the input that is explained, whose sizes a file may leave open, and its values */
  #tensors(
    held: ReadonlyMap<string, ArrayLike<number>>,
    items: number,
    open: { readonly name: string; readonly shape: Shape; readonly batch: Float32Array },
  ): NamedTensorMap {
    const tensors = this.model.inputs.flatMap(({ name: input, shape, dtype }) => {
      if (input === open.name) return [[input, this.core.tensor(open.batch, [items, ...open.shape], dtype)] as const];
      const values = held.get(input);
      if (values === undefined) return [];
      const item = shape.slice(1).map((size) => size ?? 1);
      return [[input, this.core.tensor(batchOf(values, items), [items, ...item], dtype)] as const];
    });
    return Object.fromEntries(tensors);
  }
}
