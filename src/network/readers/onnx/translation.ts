import type { TensorProto } from 'onnx-buf';
import { UserError } from '../../../errors.ts';
import { Definitions } from '../definitions.ts';
import { decodeConstant } from './constant.ts';
import type { Value } from './value.ts';

/** What is known while the nodes of an ONNX graph are read one after the other: values by name, and our nodes. */
export class Translation {
  readonly nodes = new Definitions();
  private readonly values = new Map<string, Value>();
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
}
