import type { Group } from 'jsfive';
import { groupIn, numbersIn, type Saved } from './hdf5.ts';
import { groupNames, headOf, type Head } from './head.ts';
import type { Tensors } from './savedWeights.ts';
import { partsOf, variableNames } from './variables.ts';

/** The groups in which Keras 3, and Keras 2 before it, keep the layers of a model. */
const containers = ['layers', '_layer_checkpoint_dependencies'];

/**
 * The weights of a `.keras` archive. There they have numbers, not names, and stand in groups that are called by the
 * class of their layer and how often it came before in its model; here they get the names that layers give them, with
 * those of models and layers around in front.
 */
export function layerWeights(model: object, file: Group): Tensors {
  const weights = new Map<string, Saved>();
  addModel(headOf(model), file, [], weights);
  return weights;
}

function addModel({ config }: Head, group: Group, path: readonly string[], weights: Map<string, Saved>): void {
  const within = containers.map((name) => groupIn(group, name)).find((found) => found !== undefined);
  const layers: readonly unknown[] = Array.isArray(config.layers) ? config.layers : [];
  const heads = layers.map(headOf);
  const names = groupNames(heads);
  heads.forEach((head, i) => {
    const own = within && groupIn(within, names[i]);
    if (own !== undefined) addLayer(head, own, path, weights);
  });
}

function addLayer(head: Head, group: Group, path: readonly string[], weights: Map<string, Saved>): void {
  const here = [...path, head.name];
  if (Array.isArray(head.config.layers)) addModel(head, group, here, weights);
  const variables = groupIn(group, 'vars');
  if (variables !== undefined)
    variableNames(head).forEach((name, i) => {
      if (variables.keys.includes(String(i))) weights.set([...here, name].join('/'), numbersIn(variables, String(i)));
    });
  for (const [name, part] of partsOf(head)) {
    const within = groupIn(group, name);
    if (within !== undefined) addLayer(part, within, here, weights);
  }
}
