import { evaluateNode } from '../../../evaluate.ts';
import type { Layer } from '../../../layers/index.ts';
import { sizeOf, type Shape } from '../../../shape.ts';
import type { Definitions } from '../../definitions.ts';
import type { Tensor, Value } from '../value.ts';
import { spread } from './broadcast.ts';

/** Layers of which every unit is a function of the units at the same place. */
const unitwise: ReadonlySet<Layer['type']> = new Set([
  'Add',
  'BatchNorm',
  'Choose',
  'Divide',
  'ELU',
  'Flatten',
  'GELU',
  'HardTanh',
  'LeakyReLU',
  'Multiply',
  'PiecewiseLinear',
  'Power',
  'ReLU',
  'Reshape',
  'Sigmoid',
  'SmoothFunction',
  'Softplus',
  'Tanh',
  'WeightedSum',
] satisfies Layer['type'][]);

interface Units {
  readonly shape: Shape;
  readonly numbers: Float64Array;
}

/**
 * What nodes are, unit by unit, where some are held at numbers and whatever else they are computed from is any number:
 * two that agree in several trials are the same function of what is held.
 */
export class Trial {
  readonly #nodes: Definitions;
  readonly #known = new Map<string, Units | undefined>();
  readonly #draw: () => number;

  /** @param draw gives any number */
  constructor(nodes: Definitions, draw: () => number) {
    this.#nodes = nodes;
    this.#draw = draw;
  }

  hold({ node, ours }: Tensor, numbers: Float64Array): void {
    this.#known.set(node, { shape: ours, numbers });
  }

  /** The units of a value in the layout of a tensor. */
  unitsOf(value: Value, like: Tensor): Float64Array {
    const size = sizeOf(like.ours);
    if (value.kind === 'tensor') return (this.#unitsOf(value.node) ?? this.#any(value.node, like.ours)).numbers;
    const numbers = spread(value, like);
    return Float64Array.from({ length: size }, (_, unit) => numbers[unit % numbers.length]);
  }

  /** Undefined if nothing that is held is in it, unit by unit. */
  #unitsOf(node: string): Units | undefined {
    if (!this.#known.has(node)) this.#known.set(node, this.#computed(node));
    return this.#known.get(node);
  }

  #computed(node: string): Units | undefined {
    const definition = this.#nodes.named(node);
    if (definition === undefined || !unitwise.has(definition.layer.type)) return undefined;
    const known = definition.inputs.map((input) => this.#unitsOf(input));
    const shape = known.find((units) => units !== undefined)?.shape;
    if (shape === undefined) return undefined;
    const units = known.map((of, i) => of ?? this.#any(definition.inputs[i], shape));
    const operation = definition.layer.connect(units.map((of) => of.shape));
    const numbers = evaluateNode(
      operation,
      units.map((of) => of.numbers),
    );
    return { shape: operation.shape, numbers };
  }

  #any(node: string, shape: Shape): Units {
    const units = { shape, numbers: Float64Array.from({ length: sizeOf(shape) }, this.#draw) };
    this.#known.set(node, units);
    return units;
  }
}
