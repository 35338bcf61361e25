import type { TensorProto } from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { Bytes } from '../../bytes.ts';
import { Definitions } from '../definitions.ts';
import type { Comparison } from './comparison.ts';
import { decodeConstant, type External } from './constant.ts';
import type { Value } from './value.ts';

/** What operators need to know of their model. */
export interface ModelFacts {
  /** Version of ONNX's operators. */
  readonly opset: number;
  /** Is its input of whole numbers, such as the bytes of an image? */
  readonly takesWhole?: boolean;
  /** Items of the batch that it is made for, of which one is taken. */
  readonly batch: number;
  /** Its tensors by name, which are decoded when they are needed. */
  readonly initializers: ReadonlyMap<string, TensorProto>;
  readonly external: External;
  /** Bytes that may be taken. */
  readonly memory: number;
}

/** What is known while the nodes of an ONNX graph are read one after the other: values by name, and our nodes. */
export class Translation {
  readonly nodes: Definitions;
  readonly #values = new Map<string, Value>();
  readonly #comparisons = new Map<string, Comparison>();
  readonly #bytes: Bytes;

  constructor(readonly model: ModelFacts) {
    this.nodes = new Definitions(model);
    this.#bytes = new Bytes(model.memory);
  }

  /** @throws UserError if the values take more memory than is allowed */
  set(name: string, value: Value): void {
    this.#bytes.add(value.kind === 'constant' ? value.data : value.order);
    this.#values.set(name, value);
  }

  /** Sets what a comparison of computed numbers stands for. */
  compare(name: string, comparison: Comparison): void {
    this.#comparisons.set(name, comparison);
  }

  comparison(name: string): Comparison | undefined {
    return this.#comparisons.get(name);
  }

  get(name: string): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    if (this.#comparisons.has(name))
      throw new UserError(`its input '${name}' compares computed numbers, and through that no gradient passes.`);
    const { initializers, external } = this.model;
    const tensor = initializers.get(name);
    if (tensor === undefined) throw new UserError(`it takes '${name}', which no earlier node gives.`);
    return decodeConstant(tensor, external);
  }
}
