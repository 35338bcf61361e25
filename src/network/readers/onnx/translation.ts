import type { TensorProto } from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { Bytes } from '../../bytes.ts';
import { sameShape } from '../../shape.ts';
import { Definitions } from '../definitions.ts';
import { sameOrder } from '../order.ts';
import { decodeConstant, type External } from './constant.ts';
import type { Branches } from './branches.ts';
import type { Step } from './step.ts';
import type { Layout, Tensor, Value } from './value.ts';

/** What a name may stand for: numbers, a function of steps of them, numbers that jump, or a list. */
export type Known = Value | Step | Branches | readonly Value[];

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

/** A node of ours, and where each of its units stands in the one that it is made of. */
interface Rearranged extends Layout {
  readonly node: string;
}

/** What is known while the nodes of an ONNX graph are read one after the other: values by name, and our nodes. */
export class Translation {
  readonly nodes: Definitions;
  readonly #values = new Map<string, Value>();
  readonly #steps = new Map<string, Step>();
  readonly #branches = new Map<string, Branches>();
  readonly #rearranged = new Map<string, Rearranged[]>();
  readonly #differences: { readonly x: Tensor; readonly other: Value; readonly less: Tensor }[] = [];
  readonly #lists = new Map<string, readonly Value[]>();
  readonly #bytes: Bytes;

  constructor(readonly model: ModelFacts) {
    this.nodes = new Definitions(model);
    this.#bytes = new Bytes(model.memory);
  }

  /** @throws UserError if the values take more memory than is allowed */
  set(name: string, value: Value): void {
    this.#bytes.add(value.kind === 'constant' ? value.data : value.order);
    this.#forget(name);
    this.#values.set(name, value);
  }

  /** Sets what stands for a function of steps of computed numbers. */
  setStep(name: string, step: Step): void {
    this.#forget(name);
    this.#steps.set(name, step);
  }

  /** Sets what is one value or another, and jumps. */
  setBranches(name: string, branches: Branches): void {
    this.#forget(name);
    this.#branches.set(name, branches);
  }

  branches(name: string): Branches | undefined {
    return this.#branches.get(name);
  }

  step(name: string): Step | undefined {
    return this.#steps.get(name);
  }

  /**
   * The node that has the units of another one in other places: it is made once, so that what is the same is known to
   * be.
   */
  rearranged(node: string, { ours, order }: Layout, make: () => string): string {
    const known = this.#rearranged.get(node) ?? [];
    this.#rearranged.set(node, known);
    const found = known.find((one) => sameShape(one.ours, ours) && sameOrder(one.order, order));
    if (found !== undefined) return found.node;
    const made = make();
    known.push({ node: made, ours, order });
    return made;
  }

  /** How much more a tensor is than another value in its layout: made once, so that comparisons of both are of one. */
  difference(x: Tensor, other: Value, make: () => Tensor): Tensor {
    const known = this.#differences.find((one) => isSame(one.x, x) && isSame(one.other, other));
    if (known !== undefined) return known.less;
    const less = make();
    this.#differences.push({ x, other, less });
    return less;
  }

  /** Sets what stands for a list of tensors. */
  setList(name: string, list: readonly Value[]): void {
    this.#forget(name);
    this.#lists.set(name, list);
  }

  /** Gives what is known a name. */
  bind(name: string, known: Known): void {
    if ('kind' in known) this.set(name, known);
    else if ('x' in known) this.setStep(name, known);
    else if ('why' in known) this.setBranches(name, known);
    else this.setList(name, known);
  }

  /** All that a name may stand for. @throws UserError if it stands for nothing */
  known(name: string): Known {
    return this.#steps.get(name) ?? this.#branches.get(name) ?? this.#lists.get(name) ?? this.get(name);
  }

  /** In graphs that are repeated a name stands for something else each time. */
  #forget(name: string): void {
    this.#values.delete(name);
    this.#steps.delete(name);
    this.#branches.delete(name);
    this.#lists.delete(name);
  }

  /** @throws UserError unless a node gives it as a list */
  list(name: string): readonly Value[] {
    const list = this.#lists.get(name);
    if (list !== undefined) return list;
    throw new UserError(`'${name}' is no list of tensors that a node before gives.`);
  }

  get(name: string): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const branches = this.#branches.get(name);
    if (branches !== undefined) throw new UserError(`'${name}' jumps: ${branches.why}`);
    if (this.#steps.has(name))
      throw new UserError(`'${name}' jumps where computed numbers pass others, and has no gradient.`);
    if (this.#lists.has(name)) throw new UserError(`'${name}' is a list of tensors, expected one of them.`);
    const { initializers, external } = this.model;
    const tensor = initializers.get(name);
    if (tensor === undefined) throw new UserError(`it takes '${name}', which no earlier node gives.`);
    return decodeConstant(tensor, external);
  }
}

function isSame(a: Value, b: Value): boolean {
  if (a.kind === 'tensor' && b.kind === 'tensor') return a.node === b.node && sameOrder(a.order, b.order);
  return a.kind === 'constant' && b.kind === 'constant' && sameNumbers(a.data, b.data);
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
