import { UserError } from '../../../base/index.ts';
import { connected } from '../../connected.ts';
import type { Layer } from '../../layers/index.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../../shape.ts';
import { inputName, type NodeDefinition } from '../../network.ts';
import { Definitions, type Value } from '../definitions.ts';
import type { Fields } from './fields.ts';
import { withModel, type LayerHead, type Wrapped } from './topology.ts';
import { hasWeight, weightOf, type Weights } from './weights.ts';

export type { Value } from '../definitions.ts';

/** Reads one class of layers: adds nodes of ours, returns the last one's value. */
export type Translate = (layer: KerasLayer) => Value;

/** The same of layers that may give several values. */
export type TranslateSeveral = (layer: KerasLayer) => readonly Value[];

/** Where a layer stands, and what nodes and weights there are. */
export interface Surroundings {
  /** Names of the models that it is within, the outermost first. */
  readonly scopes: readonly string[];
  readonly weights: Weights;
  readonly nodes: Definitions;
  /** Of Keras, whose semantics changed; TensorFlow.js follows version 2. */
  readonly kerasVersion: number;
  /** False of models that TensorFlow.js wrote. */
  readonly writtenByKeras: boolean;
  /** How many layers were called so far. */
  readonly calls: { made: number };
  /** Adds the nodes of a layer, or of a model that stands for one. */
  readonly addLayer: (layer: LayerHead, inputs: readonly Value[], around: Surroundings) => readonly Value[];
}

/** Nodes of a network from its input to an output. */
export interface Alone {
  readonly nodes: readonly NodeDefinition[];
  readonly output: string;
}

/** What a layer is and what it is called with beside tensors. */
interface Own {
  readonly name: string;
  readonly config: Fields;
  readonly settings: Fields;
  readonly args?: readonly unknown[];
}

/** A layer of the model with its inputs and weights at hand. Messages of errors go on after the layer's name. */
export class KerasLayer {
  readonly #name: string;
  readonly config: Fields;
  /** What it is called with beside tensors. */
  readonly settings: Fields;
  /** What it is called with in order, tensors by their number. */
  readonly args: readonly unknown[];

  constructor(
    { name, config, settings, args = [] }: Own,
    readonly inputs: readonly Value[],
    private readonly around: Surroundings,
    /** True of images whose channels stand first in the model, and last here. */
    readonly isTurned = false,
  ) {
    this.#name = name;
    this.config = config;
    this.settings = settings;
    this.args = args;
  }

  get kerasVersion(): number {
    return this.around.kerasVersion;
  }

  get writtenByKeras(): boolean {
    return this.around.writtenByKeras;
  }

  /** Its only input. */
  get input(): Value {
    if (this.inputs.length === 1) return this.inputs[0];
    throw new UserError(`it has ${this.inputs.length} inputs, expected one.`);
  }

  /** @throws UserError unless its images are rows x columns x channels here */
  checkDataFormat(): void {
    const order = this.config.text('data_format', 'channels_last');
    const expected = this.isTurned ? 'channels_first' : 'channels_last';
    if (order !== expected) throw new UserError(`its data_format is ${order}; only ${expected} is supported.`);
  }

  /** The layer of an input whose channels were turned to the end. */
  channelsLast(input: Value): KerasLayer {
    return new KerasLayer(
      { name: this.#name, config: this.config, settings: this.settings },
      [input],
      this.around,
      true,
    );
  }

  /** Numbers of one of its weights, which must have this shape. */
  weight(name: string, shape: Shape): Float64Array {
    const weight = weightOf(this.around.weights, this.around.scopes, this.#name, name);
    if (sameShape(weight.shape, shape)) return weight.data;
    throw new UserError(`its ${name} is ${formatShape(weight.shape)}, expected ${formatShape(shape)}.`);
  }

  /** The first of these names that one of its weights has; the last if none has one. */
  weightName(...names: readonly string[]): string {
    const { weights, scopes } = this.around;
    return names.find((name) => hasWeight(weights, scopes, this.#name, name)) ?? names[names.length - 1];
  }

  /** The shape of one of its weights, of what its configuration does not say. */
  shapeOf(name: string): Shape {
    return weightOf(this.around.weights, this.around.scopes, this.#name, name).shape;
  }

  /** Its biases: weights, or zeros if it has none. */
  bias(...shape: Shape): Float64Array {
    return this.config.flag('use_bias', true) ? this.weight('bias', shape) : new Float64Array(sizeOf(shape));
  }

  /** An axis of an item, which configurations count from the batch or from the end. */
  itemAxis(axis: number, { shape } = this.inputs[0]): number {
    const itemAxis = axis < 0 ? axis + shape.length : axis - 1;
    if (itemAxis in shape) return itemAxis;
    throw new UserError(`its axis is ${axis}, expected one of an item's axes (${formatShape(shape)}), not the batch.`);
  }

  /** A layer that this one wraps, with its inputs, and its weights or those of a part of it. */
  wrapped(config: Fields, part?: string): KerasLayer {
    const name = part === undefined ? this.#name : `${this.#name}/${part}`;
    return new KerasLayer({ name, config, settings: this.settings }, this.inputs, this.around);
  }

  /** What a layer gives that this one wraps, in whose name its weights are. */
  given(inner: Wrapped): Value {
    return this.#added(inner, this.inputs, this.around);
  }

  #added({ className, config }: Wrapped, inputs: readonly Value[], around: Surroundings): Value {
    const values = around.addLayer(withModel({ name: this.#name, className, config }), inputs, around);
    if (values.length === 1) return values[0];
    throw new UserError(`it wraps a layer that gives ${values.length} tensors, expected one.`);
  }

  /** The first of its parts that has a weight of a name; the last if none has. */
  partWith(weight: string, parts: readonly string[]): string {
    const { weights, scopes } = this.around;
    return parts.find((part) => hasWeight(weights, scopes, `${this.#name}/${part}`, weight)) ?? parts[parts.length - 1];
  }

  /** The nodes that there are. */
  get nodes(): Definitions {
    return this.around.nodes;
  }

  /** The name of its last node, where nothing else has it. */
  get calledAs(): string {
    return [...this.around.scopes.slice(1), this.#name].join('/');
  }

  /** The network of a layer or model that this one wraps, for itself. */
  alone(inner: Wrapped, shape: Shape): Alone {
    const nodes = new Definitions({});
    const { node } = this.#added(inner, [{ node: inputName, shape }], { ...this.around, nodes });
    return { nodes: nodes.upTo(node), output: node };
  }

  /** Adds a node of ours, of the layer's name; where a layer becomes several, the later ones have a name after it. */
  append(layer: Layer, inputs: readonly Value[] = [this.input], suffix = ''): Value {
    const operation = connected(
      layer,
      inputs.map((input) => input.shape),
    );
    return {
      node: this.around.nodes.append(
        `${this.calledAs}${suffix}`,
        layer,
        inputs.map(({ node }) => node),
        operation,
      ),
      shape: operation.shape,
    };
  }
}
