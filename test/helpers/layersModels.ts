import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomArray, type Random } from './randomNetworks.ts';

/** A layer of a tiny model, as Keras writes it; only graphs have `inbound_nodes`. */
export interface TinyLayer {
  readonly class_name: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly inbound_nodes?: unknown;
}

/** A `model.json` and the contents of the one file of weights that it names. */
export interface TinyModel {
  readonly bytes: Uint8Array;
  readonly weights: Uint8Array;
}

/** Weights by name, `layer/weight`. */
export type TinyWeights = Readonly<Record<string, readonly [shape: readonly number[], numbers: readonly number[]]>>;

/** A weight of a shape, in float32. */
export function randomWeight(random: Random, shape: readonly number[]): TinyWeights[string] {
  const size = shape.reduce((a, b) => a * b, 1);
  return [shape, [...Float32Array.from(randomArray(random, size))]];
}

/** A chain; the first layer gets the shape of the input, and those without a name get their class and place. */
export function sequentialModel(
  input: readonly (number | null)[],
  layers: readonly TinyLayer[],
  weights: TinyWeights = {},
): TinyModel {
  const shape = { batch_input_shape: [null, ...input] };
  const named = layers.map((layer, i) => ({
    ...layer,
    config: { name: nameOf(layer, i), ...(i === 0 ? shape : {}), ...layer.config },
  }));
  return modelOf({ class_name: 'Sequential', config: { name: 'tiny', layers: named } }, weights);
}

/** A graph from `x`, of 2 units unless another shape is given, to `y`. */
export function functionalModel(
  layers: readonly TinyLayer[],
  change: object = {},
  weights: TinyWeights = {},
): TinyModel {
  const input: TinyLayer = {
    class_name: 'InputLayer',
    config: { name: 'x', batch_input_shape: [null, 2] },
    inbound_nodes: [],
  };
  const config = {
    name: 'tiny',
    layers: [input, ...layers].map((layer) => ({ name: layer.config?.name, ...layer })),
    input_layers: [['x', 0, 0]],
    output_layers: [['y', 0, 0]],
    ...change,
  };
  return modelOf({ class_name: 'Functional', config }, weights);
}

/** A model of any topology. */
export function modelOf(modelTopology: unknown, weights: TinyWeights = {}, change: object = {}): TinyModel {
  const specs = Object.entries(weights).map(([name, [shape]]) => ({ name, shape, dtype: 'float32' }));
  const weightsManifest = [{ paths: ['weights.bin'], weights: specs }];
  const numbers = Object.values(weights).flatMap(([, values]) => values);
  return {
    bytes: new TextEncoder().encode(
      JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest, ...change }),
    ),
    weights: new Uint8Array(Float32Array.from(numbers).buffer),
  };
}

/** Writes the two files of a model into a folder, which is made. */
export function writeModel(folder: string, { bytes, weights }: TinyModel): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.json'), bytes);
  writeFileSync(join(folder, 'weights.bin'), weights);
}

function nameOf({ class_name }: TinyLayer, place: number): string {
  return `${class_name.toLowerCase()}_${place}`;
}
