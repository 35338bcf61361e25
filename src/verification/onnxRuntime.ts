import type * as Library from 'onnxruntime-web';
import { UserError } from '../base/index.ts';
import { sizeOf } from '../network/index.ts';
import {
  forOnnxRuntime,
  otherFloats,
  onnxLogits,
  onnxPorts,
  openOnnx,
  readOnnxFunction,
  withLogits,
  type External,
  type OnnxFunction,
  type OnnxOptions,
  type Ports,
  type ReadOptions,
} from '../network/readers/index.ts';
import { decoded, encoders, inOnnxOrder, type Values } from './onnxTensors.ts';
import { asked, inBatches, runtimePackage, type Both, type Runtime } from './runtime.ts';

const name = 'ONNX Runtime';

/** The library, which is loaded when it is needed first. @throws UserError if it is not installed */
async function runtimeLibrary(): Promise<typeof Library> {
  const library = await runtimePackage('onnxruntime-web', () => import('onnxruntime-web'));
  library.env.wasm.numThreads = 1; // its threads keep a process alive
  library.env.logLevel = 'error';
  return library;
}

/** A file with its weights, what it declares, and the logits that are among its outputs beside those. */
interface OnnxFile {
  readonly bytes: Uint8Array;
  readonly external: External;
  readonly ports: Ports;
  readonly logits: ReadonlyMap<string, string>;
}

/** A model in ONNX Runtime. */
export class OnnxRuntime implements Runtime {
  readonly name = name;

  private constructor(
    private readonly library: typeof Library,
    private readonly session: Library.InferenceSession,
    private readonly file: OnnxFile,
  ) {}

  /**
   * @param output to be read: one of the model's, or any value of its nodes
   * @throws UserError if the package is not installed, or does not take the model
   */
  static async open(path: string, output?: string): Promise<OnnxRuntime> {
    const { bytes, external } = await openOnnx(path);
    const file = { bytes: withLogits(bytes, output), external, ports: onnxPorts(bytes), logits: onnxLogits(bytes) };
    const library = await runtimeLibrary();
    const externalData = [...file.external].map(([of, data]) => ({ path: of, data }));
    const options = { logSeverityLevel: 3, ...(externalData.length > 0 && { externalData }) } as const;
    const session = await asked(name, () =>
      library.InferenceSession.create(forOnnxRuntime(file.bytes, file.external), options),
    );
    return new OnnxRuntime(library, session, file);
  }

  get version(): string {
    return this.library.env.versions.web ?? '';
  }

  get note(): string | undefined {
    const floats = otherFloats(this.file.bytes);
    return floats.length === 0
      ? undefined
      : `The file computes in ${floats.join(' and ')}; ONNX Runtime was given it in float32.`;
  }

  get outputs(): readonly string[] {
    return this.file.ports.outputs.map((output) => output.name);
  }

  get logits(): ReadonlyMap<string, string> {
    return this.file.logits;
  }

  read(output: string, options: ReadOptions): Both {
    const { bytes, external } = this.file;
    const read = readOnnxFunction(bytes, { ...options, output, external } satisfies OnnxOptions);
    const { network, batch } = read;
    return {
      network,
      rounded: (point) => this.#rounded(read.input.name, point.map(Math.fround)),
      placed: (values) => inOnnxOrder(values, read.output),
      theirs: (points) =>
        inBatches(
          points.map((point) => inOnnxOrder(point, read.input)),
          { items: batch, size: network.outputSize },
          (items) => this.#evaluate(output, feedsOf(read, items)),
        ),
    };
  }

  /**
   * Values of an output.
   *
   * @param inputs by name; those that are not there are zeros, with 1 for each size that is open
   * @throws UserError if it cannot be computed
   */
  async #evaluate(output: string, inputs: ReadonlyMap<string, Values>): Promise<Float64Array> {
    const feeds = this.session.inputMetadata.map((metadata) => [
      metadata.name,
      this.#tensor(metadata, inputs.get(metadata.name)),
    ]);
    const results = await asked(name, () =>
      this.session.run(Object.fromEntries(feeds) as Library.InferenceSession.FeedsType, [output]),
    );
    return decoded(results[output].data, results[output].type);
  }

  #rounded(input: string, values: Float64Array): Float64Array {
    const metadata = this.session.inputMetadata.find((one) => one.name === input);
    if (metadata?.isTensor !== true) return values;
    const encode = encoders[metadata.type];
    return encode === undefined ? values : decoded(encode(values), metadata.type);
  }

  #tensor(metadata: Library.InferenceSession.ValueMetadata, given: Values | undefined): Library.Tensor {
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

/** Values of all inputs: the items of a batch, and what is held. */
function feedsOf({ input, batch, held }: OnnxFunction, items: Float32Array): Map<string, Values> {
  const data = Float64Array.from(items);
  const shape = batch === 1 ? input.shape : [batch, ...input.shape.slice(1)];
  return new Map<string, Values>([...held, [input.name, { shape, data }]]);
}
