import type * as Runtime from 'onnxruntime-web';
import { float16, UserError } from '../base/index.ts';
import type { External } from '../network/readers/index.ts';
import { sizeOf, type Shape } from '../network/index.ts';

type DataType = keyof Runtime.Tensor.DataTypeMap;

/** Numbers in ONNX's axes. */
export interface Values {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** How numbers become elements of a tensor, by its type. */
const encoders: Partial<Record<DataType, (numbers: Float64Array) => Runtime.Tensor.DataType>> = {
  float32: (numbers) => Float32Array.from(numbers),
  float64: (numbers) => numbers,
  int8: (numbers) => Int8Array.from(numbers),
  uint8: (numbers) => Uint8Array.from(numbers),
  int16: (numbers) => Int16Array.from(numbers),
  uint16: (numbers) => Uint16Array.from(numbers),
  int32: (numbers) => Int32Array.from(numbers),
  uint32: (numbers) => Uint32Array.from(numbers),
  int64: (numbers) => BigInt64Array.from(numbers, (number) => BigInt(Math.round(number))),
  uint64: (numbers) => BigUint64Array.from(numbers, (number) => BigInt(Math.round(number))),
  bool: (numbers) => Uint8Array.from(numbers, (number) => Number(number !== 0)),
};

/**
 * The package onnxruntime-web, which is loaded when it is needed first. @throws UserError if it is not installed
 */
async function runtimeLibrary(): Promise<typeof Runtime> {
  try {
    const library = await import('onnxruntime-web');
    library.env.wasm.numThreads = 1; // its threads keep a process alive
    library.env.logLevel = 'error';
    return library;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UserError(
      `To verify needs the package onnxruntime-web, which does not load (${reason}). Install it by \`npm install onnxruntime-web\`.`,
    );
  }
}

/** A model in ONNX Runtime. */
export class OnnxRuntime {
  private constructor(
    private readonly library: typeof Runtime,
    private readonly session: Runtime.InferenceSession,
  ) {}

  /**
   * @param external contents of the files beside it that hold its weights
   * @throws UserError if the package is not installed, or does not take the model
   */
  static async load(bytes: Uint8Array, external: External): Promise<OnnxRuntime> {
    const library = await runtimeLibrary();
    const externalData = [...external].map(([path, data]) => ({ path, data }));
    const options = { logSeverityLevel: 3, ...(externalData.length > 0 && { externalData }) } as const;
    const session = await library.InferenceSession.create(bytes, options).catch(refuse);
    return new OnnxRuntime(library, session);
  }

  get version(): string {
    return this.library.env.versions.web ?? '';
  }

  /**
   * Values of an output.
   *
   * @param inputs by name; those that are not there are zeros, with 1 for each size that is open
   * @throws UserError if it cannot be computed
   */
  async evaluate(output: string, inputs: ReadonlyMap<string, Values>): Promise<Float64Array> {
    const feeds = this.session.inputMetadata.map((metadata) => [
      metadata.name,
      this.#tensor(metadata, inputs.get(metadata.name)),
    ]);
    const results = await this.session
      .run(Object.fromEntries(feeds) as Runtime.InferenceSession.FeedsType, [output])
      .catch(refuse);
    const { data, type } = results[output];
    if (type === 'float16' && data instanceof Uint16Array) return Float64Array.from(data, float16);
    return Float64Array.from(data as ArrayLike<number | bigint>, Number);
  }

  #tensor(metadata: Runtime.InferenceSession.ValueMetadata, given: Values | undefined): Runtime.Tensor {
    const type = metadata.isTensor ? metadata.type : undefined;
    const encode = type && encoders[type];
    if (!metadata.isTensor || encode === undefined)
      throw new UserError(
        `The input '${metadata.name}' is of type ${type ?? 'sequence or map'}, of which no values are made.`,
      );
    const shape = given?.shape ?? metadata.shape.map((size) => (typeof size === 'number' ? size : 1));
    return new this.library.Tensor(metadata.type, encode(given?.data ?? new Float64Array(sizeOf(shape))), shape);
  }
}

function refuse(error: unknown): never {
  throw new UserError(`ONNX Runtime refuses: ${error instanceof Error ? error.message : String(error)}`);
}
