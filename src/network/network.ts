import { checkInteger, checkList, checkVector, isRecord, shown, UserError, within } from '../base/index.ts';
import { Bytes } from './bytes.ts';
import { connected } from './connected.ts';
import type { Layer } from './layers/index.ts';
import { evaluateNode } from './evaluate.ts';
import type { Operation } from './operation.ts';
import { checkShape, formatShape, sizeOf, type Shape } from './shape.ts';
import { nodesUpTo } from './subgraph.ts';

/** The name under which the nodes of a network refer to its input. */
export const inputName = 'input';

/** A layer in its place: `inputs` are names of earlier nodes, or `input`. */
export interface NodeDefinition {
  readonly name: string;
  readonly layer: Layer;
  readonly inputs: readonly string[];
  /** Path of the module that it is part of where it was made: `features.4` of PyTorch. */
  readonly module?: string | undefined;
}

/** A node with its shapes settled: `inputs` are indices of earlier nodes, -1 is the network's input. */
export interface Node {
  readonly name: string;
  readonly layer: Layer;
  readonly inputs: readonly number[];
  readonly operation: Operation;
  readonly module?: string | undefined;
}

/** A directed acyclic graph of layers in topological order, with one input; its output is its last node. */
export class Network {
  readonly nodes: readonly Node[];
  readonly inputSize: number;
  readonly outputShape: Shape;
  readonly outputSize: number;
  readonly #parts = new Map<number, Network>();

  /**
   * @param memory bytes that it may take: see `Bytes`
   * @throws UserError that names the node whose inputs are unknown, whose shapes do not fit, whose weights are not
   *   finite, or with which it takes more
   */
  constructor(
    readonly inputShape: Shape,
    definitions: readonly NodeDefinition[],
    memory = Infinity,
  ) {
    const bytes = new Bytes(memory);
    this.inputSize = sizeOf(
      within(
        () => 'The input',
        () => checkShape(inputShape),
      ),
    );
    checkList('list of layers', definitions);
    definitions.forEach(checkDefinition);
    const nodes: Node[] = [];
    const indices = new Map([[inputName, -1]]);
    for (const { name, layer, inputs, module } of definitions) {
      const sources = inputs.map((input) => {
        const source = indices.get(input);
        if (source !== undefined) return source;
        throw new UserError(`Layer '${name}' (${layer.type}) takes '${input}', which no earlier layer is called.`);
      });
      if (indices.has(name)) throw new UserError(`Two layers are called '${name}'; names must differ.`);
      const shapes = sources.map((source) => (source < 0 ? inputShape : nodes[source].operation.shape));
      const operation = within(
        () => `Layer '${name}' (${layer.type})`,
        () => {
          const made = connected(layer, shapes);
          bytes.addNode(made);
          return made;
        },
      );
      nodes.push({ name, layer, inputs: sources, operation, module });
      indices.set(name, nodes.length - 1);
    }
    const last = nodes.at(-1);
    if (last === undefined) throw new UserError('A network needs at least one layer.');
    this.nodes = nodes;
    this.outputShape = last.operation.shape;
    this.outputSize = sizeOf(this.outputShape);
  }

  /**
   * Values of the output for a batch of inputs, in float64.
   *
   * @param batch items one after the other, each of `inputSize` numbers
   * @returns items one after the other, each of `outputSize` numbers
   */
  evaluate(batch: Float64Array): Float64Array {
    checkVector('batch of inputs', batch);
    const items = batch.length / this.inputSize;
    if (!Number.isInteger(items)) {
      throw new UserError(
        `A batch of ${batch.length} numbers does not hold whole inputs of ${formatShape(this.inputShape)}.`,
      );
    }
    const output = new Float64Array(items * this.outputSize);
    for (let item = 0; item < items; item++) {
      const x = batch.subarray(item * this.inputSize, (item + 1) * this.inputSize);
      output.set(this.evaluateAll(x)[this.nodes.length - 1], item * this.outputSize);
    }
    return output;
  }

  /** Units of a node's output; -1 is the input. */
  unitsOf(node: number): number {
    return node < 0 ? this.inputSize : sizeOf(this.nodes[node].operation.shape);
  }

  /** The layers as they were given. */
  get definitions(): NodeDefinition[] {
    return this.nodes.map(({ name, layer, inputs, module }) => ({
      name,
      layer,
      module,
      inputs: inputs.map((source) => (source < 0 ? inputName : this.nodes[source].name)),
    }));
  }

  /**
   * The network that ends at a node: this one, or one of the layers that the node is computed from; made once.
   *
   * @throws UserError unless there is such a node
   */
  upTo(node: number): Network {
    checkInteger('The node', node, 0, this.nodes.length - 1);
    if (node === this.nodes.length - 1) return this;
    const known = this.#parts.get(node);
    if (known !== undefined) return known;
    const { definitions } = this;
    const part = new Network(
      this.inputShape,
      nodesUpTo(this, [node]).map((index) => definitions[index]),
    );
    this.#parts.set(node, part);
    return part;
  }

  /** Values of every node for one input. @throws UserError unless it has as many numbers as the network has inputs */
  evaluateAll(x: Float64Array): Float64Array[] {
    checkVector('input', x);
    if (x.length !== this.inputSize)
      throw new UserError(`The input has ${x.length} numbers, the network takes ${this.inputSize}.`);
    const values: Float64Array[] = [];
    for (const { operation, inputs } of this.nodes) {
      values.push(
        evaluateNode(
          operation,
          inputs.map((source) => (source < 0 ? x : values[source])),
        ),
      );
    }
    return values;
  }
}

/** @throws UserError unless it is a definition; of code without types it may be anything */
function checkDefinition(definition: unknown, index: number): void {
  if (isRecord(definition)) {
    const { name, layer, inputs } = definition;
    const named =
      typeof name === 'string' && Array.isArray(inputs) && inputs.every((input) => typeof input === 'string');
    if (named && isRecord(layer) && typeof layer.connect === 'function') return;
  }
  throw new UserError(
    `Entry ${index} of the list of layers is ${shown(definition)}; expected { name, layer, inputs }: a text, a layer, and names of earlier layers or '${inputName}'.`,
  );
}
