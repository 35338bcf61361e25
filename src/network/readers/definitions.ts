import type { Layer } from '../layers/index.ts';
import { inputName, type NodeDefinition } from '../network.ts';

/** The nodes of a network while a file is read, in topological order, their names made unique. */
export class Definitions {
  readonly list: NodeDefinition[] = [];
  readonly #names = new Set([inputName]);

  /** Adds a node; returns its name, which is the wanted one or that with a number behind it. */
  append(wanted: string, layer: Layer, inputs: readonly string[]): string {
    let name = wanted;
    for (let copy = 2; this.#names.has(name); copy++) name = `${wanted}_${copy}`;
    this.#names.add(name);
    this.list.push({ name, layer, inputs });
    return name;
  }
}
