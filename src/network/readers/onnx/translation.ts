import type { TensorProto } from 'onnx-buf';
import { UserError } from '../../../errors.ts';
import type { Layer } from '../../layers/index.ts';
import { inputName, type NodeDefinition } from '../../network.ts';
import { decodeConstant } from './constant.ts';
import type { Value } from './value.ts';

/** What is known while the nodes of an ONNX graph are read one after the other: values by name, and our nodes. */
export class Translation {
  readonly definitions: NodeDefinition[] = [];
  private readonly values = new Map<string, Value>();
  private readonly names = new Set([inputName]);
  private readonly initializers: ReadonlyMap<string, TensorProto>;

  constructor(initializers: readonly TensorProto[]) {
    this.initializers = new Map(initializers.map((tensor) => [tensor.name, tensor]));
  }

  set(name: string, value: Value): void {
    this.values.set(name, value);
  }

  get(name: string): Value {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const tensor = this.initializers.get(name);
    if (tensor === undefined) throw new UserError(`it takes '${name}', which no earlier node gives.`);
    return decodeConstant(tensor);
  }

  /** Adds a node of ours; returns its name, which is the wanted one made unique. */
  append(wanted: string, layer: Layer, inputs: readonly string[]): string {
    let name = wanted;
    for (let copy = 2; this.names.has(name); copy++) name = `${wanted}_${copy}`;
    this.names.add(name);
    this.definitions.push({ name, layer, inputs });
    return name;
  }
}
