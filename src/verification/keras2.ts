import { isObject } from '../base/index.ts';

type Json = Readonly<Record<string, unknown>>;

/** Fields that Keras 3 calls otherwise, by the class of their layer. */
const fields = new Map([
  ['InputLayer', { batch_shape: 'batch_input_shape' }],
  ['LeakyReLU', { negative_slope: 'alpha' }],
]);
/** And weights. */
const weights = new Map([['DepthwiseConv2D', { kernel: 'depthwise_kernel' }]]);

/**
 * A layers model that Keras 3 wrote, in the words of Keras 2, which are those that TensorFlow.js reads: names of fields
 * and weights, and how connections are written. What a layer computes is not touched.
 *
 * @param json contents of `model.json`
 * @returns undefined if another version wrote it
 */
export function asKeras2(json: Json): Json | undefined {
  const saved = json.modelTopology;
  if (!isObject(saved) || !/^[3-9]/.test(text(saved.keras_version)) || !isObject(saved.model_config)) return undefined;
  const model = layerOf(saved.model_config);
  const classes = new Map<string, string>();
  const rename = (tensor: unknown): unknown =>
    isObject(tensor) ? { ...tensor, name: weightName(text(tensor.name), classes) } : tensor;
  collect(model, classes);
  const groups = list(json.weightsManifest).map((group) =>
    isObject(group) ? { ...group, weights: list(group.weights).map(rename) } : group,
  );
  return { ...json, modelTopology: { ...saved, model_config: model }, weightsManifest: groups };
}

/** A layer, or a model with its layers. */
function layerOf(layer: Json): Json {
  const { class_name, inbound_nodes, config: own } = layer;
  if (!isObject(own)) return layer;
  const config = {
    ...named(own, fields.get(text(class_name)) ?? {}),
    ...(isObject(own.dtype) && { dtype: 'float32' }),
    ...(isObject(own.activation) && { activation: own.activation.config ?? own.activation.class_name }),
    ...(isObject(own.layer) && { layer: wrapped(layerOf(own.layer)) }),
    ...(own.layers !== undefined && {
      layers: list(own.layers).map((inner) => (isObject(inner) ? layerOf(inner) : inner)),
    }),
    ...(own.input_layers !== undefined && { input_layers: triples(own.input_layers) }),
    ...(own.output_layers !== undefined && { output_layers: triples(own.output_layers) }),
  };
  return {
    class_name,
    name: layer.name ?? own.name,
    config,
    ...(inbound_nodes !== undefined && { inbound_nodes: list(inbound_nodes).map(callOf) }),
  };
}

/** The tensors that a call takes: Keras 3 writes its arguments, which say where they come from. */
function callOf(call: unknown): unknown {
  if (!isObject(call)) return call;
  return list(call.args)
    .flat()
    .map((tensor) =>
      isObject(tensor) && isObject(tensor.config) ? [...list(tensor.config.keras_history), {}] : tensor,
    );
}

/** One `[layer, call, tensor]`, a list of them or an object of them, as a list. */
function triples(connections: unknown): unknown {
  if (isObject(connections)) return Object.values(connections).map(triple);
  return typeof list(connections)[0] === 'string' ? [connections] : connections;
}

function triple(value: unknown): unknown {
  return Array.isArray(value) && Array.isArray(value[0]) ? value[0] : value;
}

/** Keras 3 names what Bidirectional wraps after its direction, which TensorFlow.js does itself. */
function wrapped(layer: Json): Json {
  if (!isObject(layer.config)) return layer;
  return { ...layer, config: { ...layer.config, name: text(layer.config.name).replace(/^forward_/, '') } };
}

/** Weights go by their layer and what it wraps, without the models around it. */
function weightName(path: string, classes: ReadonlyMap<string, string>): string {
  const parts = path.split('/');
  const [weight] = parts.splice(-1);
  const within = parts.slice(parts.findLastIndex((part) => classes.has(part)));
  const names: Readonly<Record<string, string>> = weights.get(classes.get(within[0]) ?? '') ?? {};
  return [...within, names[weight] ?? weight].join('/');
}

/** Classes of all layers of a model by their names. */
function collect({ name, class_name, config }: Json, classes: Map<string, string>): void {
  classes.set(text(name), text(class_name));
  if (isObject(config)) for (const layer of list(config.layers)) if (isObject(layer)) collect(layer, classes);
}

function named(config: Json, names: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [names[name] ?? name, value]));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
