import { isObject } from '../base/index.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * A layers model each of whose layers has its name beside its fields too, not among them alone: TensorFlow.js takes the
 * former for its place in a graph, and waits for ever for a layer without.
 */
export function withLayerNames(model: Json): Json {
  const { modelTopology: saved } = model;
  if (!isObject(saved)) return model;
  const topology = isObject(saved.model_config) ? { ...saved, model_config: named(saved.model_config) } : named(saved);
  return { ...model, modelTopology: topology };
}

function named(layer: Json): Json {
  const { config } = layer;
  if (!isObject(config)) return layer;
  const layers: readonly unknown[] | undefined = Array.isArray(config.layers) ? config.layers : undefined;
  const inner = layers?.map((one) => (isObject(one) ? named(one) : one));
  return { ...layer, name: layer.name ?? config.name, config: { ...config, ...(inner && { layers: inner }) } };
}
