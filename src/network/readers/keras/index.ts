import { UserError } from '../../../base/index.ts';
import { filesOfZip } from '../../../arrays/index.ts';
import { fromHdf5 } from './hdf5.ts';
import { layerWeights } from './layerWeights.ts';
import { savedWeights, type Tensors } from './savedWeights.ts';

/** A layers model of TensorFlow.js: its `model.json`, and the one file of weights that it names. */
export interface LayersModelFiles {
  readonly bytes: Uint8Array;
  readonly others: readonly Uint8Array[];
}

/** How both kinds of files can be written by whoever has one that holds weights alone. */
const advice = "Save the whole model in Python: model.save('net.keras').";

/**
 * What Keras saves, as the layers model that TensorFlow.js' converter would make of it: `.keras`, an archive of
 * Keras 3 or 2.12 and later, or `.h5`, which may be older. By its content, whatever it is called.
 *
 * @throws UserError if it is neither, or has weights alone
 */
export function layersModelOf(bytes: Uint8Array): LayersModelFiles {
  const { topology, weights } = bytes[0] === 0x50 ? archived(bytes) : inOneFile(bytes);
  const specs = [...weights].map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const model = {
    format: 'layers-model',
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights'], weights: specs }],
  };
  const numbers = [...weights.values()].map((weight) => weight.numbers);
  return { bytes: new TextEncoder().encode(JSON.stringify(model)), others: [inFloat32(numbers)] };
}

interface Saved {
  readonly topology: object;
  readonly weights: Tensors;
}

const parts = { version: 'metadata.json', layers: 'config.json', weights: 'model.weights.h5' };

function archived(bytes: Uint8Array): Saved {
  const files = filesOfZip(bytes, (name) => Object.values(parts).includes(name));
  const lacks = Object.values(parts).find((name) => !files.has(name));
  if (lacks !== undefined) throw new UserError(`it is an archive without ${lacks}, no model of Keras. ${advice}`);
  const [metadata, config, weights] = Object.values(parts).map((name) => files.get(name) ?? new Uint8Array());
  const layers = parsed(new TextDecoder().decode(config), parts.layers);
  const topology = { ...parsed(new TextDecoder().decode(metadata), parts.version), model_config: layers };
  return { topology, weights: fromHdf5(weights, (file) => layerWeights(layers, file)) };
}

function inOneFile(bytes: Uint8Array): Saved {
  return fromHdf5(bytes, (file) => {
    const { model_config: layers, keras_version: version = '2' } = file.attrs;
    if (typeof layers !== 'string')
      throw new UserError(`it holds weights without the network that they are of. ${advice}`);
    const topology = { keras_version: version, model_config: parsed(layers, 'model_config') };
    return { topology, weights: savedWeights(file) };
  });
}

function parsed(text: string, name: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What is no JSON is refused as what is no object.
  }
  throw new UserError(`its ${name} is no JSON object; the file is damaged.`);
}

function inFloat32(tensors: readonly (readonly number[])[]): Uint8Array {
  const all = new Float32Array(tensors.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const numbers of tensors) {
    all.set(numbers, place);
    place += numbers.length;
  }
  return new Uint8Array(all.buffer);
}
