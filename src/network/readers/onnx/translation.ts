import type { TensorProto } from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { Bytes } from '../../bytes.ts';
import { sameShape } from '../../shape.ts';
import { Definitions } from '../definitions.ts';
import { sameOrder } from '../order.ts';
import { decodeConstant, type External } from './constant.ts';
import type { Branches } from './branches.ts';
import type { Step } from './step.ts';
import type { Constant, Layout, Tensor, Value } from './value.ts';

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
  readonly #known = new Map<string, Known>();
  readonly #rearranged = new Map<string, Rearranged[]>();
  readonly #differences: { readonly x: Tensor; readonly other: Value; readonly less: Tensor }[] = [];
  readonly #bytes: Bytes;

  constructor(readonly model: ModelFacts) {
    this.nodes = new Definitions(model);
    this.#bytes = new Bytes(model.memory);
  }

  /**
   * Sets what a name stands for; in graphs that are repeated it is something else each time.
   *
   * @throws UserError if the values take more memory than is allowed
   */
  set(name: string, known: Known): void {
    if ('kind' in known) this.#bytes.add(known.kind === 'constant' ? known.data : known.order);
    this.#known.set(name, known);
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

  /** All that a name may stand for. @throws UserError if it stands for nothing */
  known(name: string): Known {
    return this.#known.get(name) ?? this.#initializer(name);
  }

  /** A function of steps, or what jumps by one; undefined of all else. */
  steps(name: string): Step | Branches | undefined {
    const known = this.#known.get(name);
    return known === undefined || 'kind' in known || isList(known) ? undefined : known;
  }

  /** @throws UserError unless a node gives it as a list */
  list(name: string): readonly Value[] {
    const known = this.#known.get(name);
    if (known !== undefined && isList(known)) return known;
    throw new UserError(`'${name}' is no list of tensors that a node before gives.`);
  }

  /** @throws UserError if it stands for something else or for nothing */
  get(name: string): Value {
    const known = this.known(name);
    if ('kind' in known) return known;
    if ('why' in known) throw new UserError(`'${name}' jumps: ${known.why}`);
    if ('x' in known) throw new UserError(`'${name}' jumps where computed numbers pass others, and has no gradient.`);
    throw new UserError(`'${name}' is a list of tensors, expected one of them.`);
  }

  #initializer(name: string): Constant {
    const { initializers, external } = this.model;
    const tensor = initializers.get(name);
    if (tensor === undefined) throw new UserError(`it takes '${name}', which no earlier node gives.`);
    return decodeConstant(tensor, external);
  }
}

function isList(known: Known): known is readonly Value[] {
  return Array.isArray(known);
}

function isSame(a: Value, b: Value): boolean {
  if (a.kind === 'tensor' && b.kind === 'tensor') return a.node === b.node && sameOrder(a.order, b.order);
  return a.kind === 'constant' && b.kind === 'constant' && sameNumbers(a.data, b.data);
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
