import { UserError } from '../../base/index.ts';
import type { Maximum } from '../operation.ts';
import { checkEntries, checkShape, formatShape, sizeOf, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** Every unit is the largest of some units of the input, of equal ones the first. */
export class MaximumOf implements LayerDefinition {
  readonly type = 'MaximumOf';

  /**
   * @param shape of the output
   * @param pointers unit `k` chooses among the units `candidates[pointers[k]] .. candidates[pointers[k + 1] - 1]` of
   *   the input
   */
  constructor(
    readonly shape: Shape,
    readonly pointers: Int32Array,
    readonly candidates: Int32Array,
  ) {}

  connect([input]: readonly Shape[]): Maximum {
    const { pointers, candidates } = this;
    const shape = checkShape(this.shape);
    const [units, size] = [sizeOf(shape), sizeOf(input)];
    if (pointers.length !== units + 1 || pointers[0] !== 0 || pointers[units] !== candidates.length) {
      throw new UserError(
        `it has lists of candidates for ${pointers.length - 1} units, expected ${units} (${formatShape(shape)}) with ${candidates.length} candidates in all.`,
      );
    }
    const empty = pointers.findIndex((pointer, unit) => unit > 0 && pointer <= pointers[unit - 1]);
    if (empty > 0) throw new UserError(`its unit ${empty - 1} has no candidates.`);
    const wrong = candidates.find((candidate) => candidate < 0 || candidate >= size);
    if (wrong !== undefined)
      throw new UserError(`it takes unit ${wrong} of its input, which has ${size} (${formatShape(input)}).`);
    return { family: 'maximum', shape, pointers, candidates };
  }
}

/** The largest along some axes, which keep size 1. */
export function maximumAlong(input: Shape, axes: readonly number[]): MaximumOf {
  checkEntries(sizeOf(input));
  const shape = input.map((size, axis) => (axes.includes(axis) ? 1 : size));
  let unitOf = Int32Array.of(0);
  input.forEach((size, axis) => {
    const before = unitOf;
    unitOf = new Int32Array(before.length * size);
    for (let i = 0; i < unitOf.length; i++)
      unitOf[i] = before[Math.floor(i / size)] * shape[axis] + (axes.includes(axis) ? 0 : i % size);
  });
  const each = unitOf.length / sizeOf(shape);
  const pointers = Int32Array.from({ length: sizeOf(shape) + 1 }, (_, unit) => unit * each);
  const next = pointers.slice();
  const candidates = new Int32Array(unitOf.length);
  unitOf.forEach((unit, i) => (candidates[next[unit]++] = i));
  return new MaximumOf(shape, pointers, candidates);
}

/**
 * Unit by unit the largest of several tensors of one shape, which are its input one after the other: joined by Concat
 * along a new first axis, or along axis 0.
 */
export function maximumOfTensors(shape: Shape, tensors: number): MaximumOf {
  return new MaximumOf(shape, ...listsOf(sizeOf(checkShape([tensors, ...shape])) / tensors, tensors));
}

function listsOf(units: number, tensors: number): [Int32Array, Int32Array] {
  const pointers = Int32Array.from({ length: units + 1 }, (_, unit) => unit * tensors);
  const candidates = Int32Array.from(
    { length: units * tensors },
    (_, i) => (i % tensors) * units + Math.floor(i / tensors),
  );
  return [pointers, candidates];
}
