import { UserError } from '../../base/index.ts';
import type { Layer } from '../layers/index.ts';
import { Bytes, usualAllowance } from '../bytes.ts';
import { inputName, type NodeDefinition } from '../network.ts';
import type { Operation } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { ReadOptions } from './options.ts';

/** What a node of ours, or the network's input, gives: its name and its shape without batch. */
export interface Value {
  readonly node: string;
  readonly shape: Shape;
}

/** More layers than this are not those of a network that anybody uses. */
const mostLayers = 100_000;

/** The nodes of a network while a file is read, in topological order, their names made unique. */
export class Definitions {
  readonly list: NodeDefinition[] = [];
  /** Of which nodes are part that are added: see `NodeDefinition`. */
  module: string | undefined;
  readonly #bytes: Bytes;
  readonly #named = new Map<string, NodeDefinition>();
  readonly #copies = new Map<string, number>();

  /** @param memory bytes that they may take */
  constructor({ memory = usualAllowance }: Pick<ReadOptions, 'memory'>) {
    this.#bytes = new Bytes(memory);
  }

  /**
   * Adds a node.
   *
   * @param operation of the layer, where that is known already
   * @returns its name, which is the wanted one or that with a number behind it
   * @throws UserError if it takes too much memory, or if there are too many layers
   */
  append(wanted: string, layer: Layer, inputs: readonly string[], operation?: Operation): string {
    if (operation !== undefined) this.#bytes.addNode(operation);
    if (this.list.length === mostLayers) throw new UserError(`the network has more than ${mostLayers} layers.`);
    const name = this.#isTaken(wanted) ? this.#copyOf(wanted) : wanted;
    const definition = { name, layer, inputs, module: this.module };
    this.#named.set(name, definition);
    this.list.push(definition);
    return name;
  }

  /** Undefined of the network's input. */
  named(name: string): NodeDefinition | undefined {
    return this.#named.get(name);
  }

  /** The nodes that one of them is computed from, itself last. */
  upTo(name: string): NodeDefinition[] {
    const needed = new Set([name]);
    const nodes = this.list.toReversed().filter((node) => {
      if (!needed.has(node.name)) return false;
      for (const input of node.inputs) needed.add(input);
      return true;
    });
    return nodes.reverse();
  }

  #isTaken(name: string): boolean {
    return name === inputName || this.#named.has(name);
  }

  #copyOf(wanted: string): string {
    for (let copy = this.#copies.get(wanted) ?? 2; ; copy++) {
      const name = `${wanted}_${copy}`;
      if (this.#isTaken(name)) continue;
      this.#copies.set(wanted, copy + 1);
      return name;
    }
  }
}
