import type { DataType, io, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { isGraphModel, tfjsPorts } from '../network/readers/index.ts';
import { asKeras2 } from './keras2.ts';
import { withLayerNames } from './layerNames.ts';
import { asked, runtimePackage } from './runtime.ts';

export const name = 'TensorFlow.js';

/** An input as TensorFlow.js takes it: its batch is the first size, null and -1 are open. */
export interface TakenInput {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: DataType;
}

/** A model of either kind, its inputs and outputs by the names that they have here. */
export interface LoadedModel extends Model {
  /** True if Keras 3 wrote it, whose fields had to be called as in Keras 2. */
  readonly isRenamed: boolean;
}

interface Model {
  readonly inputs: readonly TakenInput[];
  compute(output: string, inputs: NamedTensorMap): Tensor;
}

/**
 * @param bytes of `model.json`
 * @param files contents of the files of its weights
 * @throws UserError if a package is not installed, or does not take the model
 */
export async function loadModel(bytes: Uint8Array, files: readonly Uint8Array[]): Promise<LoadedModel> {
  const { io } = await import('@tensorflow/tfjs-core');
  const written = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const renamed = asKeras2(written);
  const json = withLayerNames(renamed ?? written) as unknown as io.ModelJSON;
  const weightData = files.map((file) => new Uint8Array(file).buffer);
  const artifacts = io.getModelArtifactsForJSONSync(json, io.getWeightSpecs(json.weightsManifest), weightData);
  const handler = { load: () => Promise.resolve(artifacts) };
  const model = await (isGraphModel(bytes) ? loadGraph(handler) : loadLayers(handler, bytes));
  return { ...model, isRenamed: renamed !== undefined };
}

async function loadGraph(handler: io.IOHandler): Promise<Model> {
  const { loadGraphModel } = await runtimePackage(
    '@tensorflow/tfjs-converter',
    () => import('@tensorflow/tfjs-converter'),
  );
  const model = await asked(name, () => loadGraphModel(handler));
  return {
    inputs: model.inputs.map(({ shape = [], ...input }) => ({ ...input, shape })),
    compute: (output, inputs) => onlyOne(model.execute(inputs, output)),
  };
}

/** Their tensors count from when they were loaded: a name that was taken before has a number behind it. */
async function loadLayers(handler: io.IOHandler, bytes: Uint8Array): Promise<Model> {
  const { loadLayersModel } = await runtimePackage('@tensorflow/tfjs-layers', () => import('@tensorflow/tfjs-layers'));
  const model = await asked(name, () => loadLayersModel(handler));
  const ports = tfjsPorts(bytes);
  const outputs = ports.outputs.map((port) => port.name);
  return {
    inputs: model.inputs.map(({ shape, dtype }, i) => ({ name: ports.inputs[i].name, shape, dtype })),
    compute(output, inputs) {
      const results = model.predict(ports.inputs.map((port) => inputs[port.name]));
      return Array.isArray(results) ? results[outputs.indexOf(output)] : results;
    },
  };
}

function onlyOne(results: Tensor | Tensor[]): Tensor {
  return Array.isArray(results) ? results[0] : results;
}
