import { UserError } from '../../../../base/index.ts';
import { connected } from '../../../connected.ts';
import type { Layer } from '../../../layers/index.ts';
import { imageShape } from '../../../shape.ts';
import { constantNode } from '../../constantNode.ts';
import type { Definitions } from '../../definitions.ts';
import type { Value } from '../kerasLayer.ts';
import type { Attributes } from './attributes.ts';
import { constantOf, type Computed, type Constant, type GraphValue } from './value.ts';

/** Reads one operator: adds nodes of ours, returns what the node gives, one tensor or several. */
export type TranslateNode = (node: GraphNode) => GraphValue | readonly GraphValue[];

/** A node of a graph with its inputs at hand. Messages of errors go on after its name. */
export class GraphNode {
  constructor(
    readonly name: string,
    readonly inputs: readonly GraphValue[],
    readonly attributes: Attributes,
    private readonly nodes: Definitions,
  ) {}

  /** An input. @throws UserError if there are not so many */
  value(index: number): GraphValue {
    if (index in this.inputs) return this.inputs[index];
    throw new UserError(`it has ${this.inputs.length} inputs, expected at least ${index + 1}.`);
  }

  /** A whole number that is the same for every input. */
  whole(index: number, what: string): number {
    const { data } = this.constant(index, what);
    if (data.length === 1 && Number.isSafeInteger(data[0])) return data[0];
    throw new UserError(`its ${what} is [${[...data.slice(0, 20)].join(', ')}], expected a whole number.`);
  }

  constant(index: number, what: string): Constant {
    return constantOf(this.value(index), what);
  }

  /** An input that depends on the network's. */
  computed(index = 0): Computed {
    const value = this.value(index);
    if (value.kind === 'computed') return value;
    throw new UserError(`its input ${index} is constant, expected one that is computed from the network's.`);
  }

  /** An input that is an image. @throws UserError also if images are channels first */
  image(index = 0): Computed & { readonly shape: readonly [number, number, number] } {
    const order = this.attributes.word('data_format', 'NHWC');
    if (order !== 'NHWC') throw new UserError(`its data_format is ${order}; only NHWC is supported.`);
    const value = this.computed(index);
    return { ...value, shape: imageShape('it', value.shape) };
  }

  /** The same node with other inputs. */
  taking(inputs: readonly GraphValue[]): GraphNode {
    return new GraphNode(this.name, inputs, this.attributes, this.nodes);
  }

  append(layer: Layer, inputs: readonly Value[] = [this.computed()], suffix = ''): Computed {
    const operation = connected(
      layer,
      inputs.map((input) => input.shape),
    );
    return {
      kind: 'computed',
      node: this.nodes.append(
        `${this.name}${suffix}`,
        layer,
        inputs.map(({ node }) => node),
        operation,
      ),
      shape: operation.shape,
    };
  }

  /** A constant as a value of ours, for operators of several inputs. */
  asComputed(value: GraphValue): Computed {
    if (value.kind === 'computed') return value;
    return {
      kind: 'computed',
      node: constantNode(`${this.name}/constant`, value.shape, value.data, this.nodes),
      shape: value.shape,
    };
  }
}
