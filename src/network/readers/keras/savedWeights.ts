import type { Group } from 'jsfive';
import { groupIn, numbersIn, wordsOf, type Saved } from './hdf5.ts';

/** Weights by their names. */
export type Tensors = ReadonlyMap<string, Saved>;

/**
 * The weights of an `.h5` file, each called as it is there. Of two with one name, as of layers in two models within the
 * model, the second has that of its group in front.
 */
export function savedWeights(file: Group): Tensors {
  const weights = new Map<string, Saved>();
  const all = groupIn(file, 'model_weights');
  if (all === undefined) return weights;
  for (const layer of all.keys) {
    const group = groupIn(all, layer);
    if (group === undefined) continue;
    for (const path of wordsOf(group, 'weight_names')) {
      const name = path.replace(/:\d+$/, '');
      weights.set(weights.has(name) ? `${layer}/${name}` : name, numbersIn(group, path));
    }
  }
  return weights;
}
