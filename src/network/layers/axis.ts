import { shown, UserError } from '../../base/index.ts';
import type { Smooth } from '../operation.ts';
import { formatShape, sizeOf, type Shape } from '../shape.ts';
import type { SmoothLoops } from '../smoothLoops.ts';
import { apartFromLargest } from '../turns.ts';

/** The axes that are given by their numbers, or the last one. @throws UserError if the shape has no such axis */
function checkAxis(input: Shape, axis = input.length - 1): number {
  if (Number.isInteger(axis) && axis >= 0 && axis < input.length) return axis;
  throw new UserError(
    `its input ${formatShape(input)} has no axis ${shown(axis)}; its axes are 0 to ${input.length - 1}, without batch.`,
  );
}

/**
 * A smooth function of the numbers along an axis that turns where they come near the largest, the same for all places
 * of the other axes.
 *
 * @param pull the adjoint of the numbers from that of the value
 * @param size of the value along the axis; default: as the input's
 */
export function alongAxis(
  input: Shape,
  chosen: number | undefined,
  value: (x: Float64Array, room?: Float64Array, loops?: SmoothLoops) => Float64Array,
  pull: (
    x: Float64Array,
    adjoint: Float64Array,
    value: Float64Array,
    room?: Float64Array,
    loops?: SmoothLoops,
  ) => Float64Array,
  size?: number,
): Smooth {
  const axis = checkAxis(input, chosen);
  const before = Lines.along(input, axis);
  const shape = input.with(axis, size ?? input[axis]);
  const after = Lines.along(shape, axis);
  if (before.count === 1)
    return {
      family: 'smooth',
      shape,
      evaluate: ([x], room, loops) => value(x, room, loops),
      apart: ([from], [to]) => apartFromLargest(from, to),
      pull: ([x], adjoint, y, rooms, loops) => [pull(x, adjoint, y, rooms?.[0], loops)],
    };
  return {
    family: 'smooth',
    shape,
    evaluate([x]) {
      const output = new Float64Array(sizeOf(shape));
      for (let line = 0; line < before.count; line++) after.set(output, line, value(before.get(x, line)));
      return output;
    },
    pull([x], adjoint, y) {
      const output = new Float64Array(x.length);
      for (let line = 0; line < before.count; line++)
        before.set(output, line, pull(before.get(x, line), after.get(adjoint, line), after.get(y, line)));
      return [output];
    },
    apart([from], [to]) {
      let most = 0;
      for (let line = 0; line < before.count; line++)
        most = Math.max(most, apartFromLargest(before.get(from, line), before.get(to, line)));
      return most;
    },
    alone(unit) {
      const { line, place } = after.placeOf(unit);
      return { reads: before.unitsOf(line), shape: input.map((of, i) => (i === axis ? of : 1)), unit: place };
    },
  };
}

/** The lines of a tensor along an axis. */
class Lines {
  private constructor(
    readonly count: number,
    private readonly length: number,
    private readonly stride: number,
  ) {}

  static along(shape: Shape, axis: number): Lines {
    return new Lines(sizeOf(shape) / shape[axis], shape[axis], sizeOf(shape.slice(axis + 1)));
  }

  /** To be read only: where numbers stand side by side it is a view of them. */
  get(values: Float64Array, line: number): Float64Array {
    const first = this.#firstOf(line);
    if (this.stride === 1) return values.subarray(first, first + this.length);
    const numbers = new Float64Array(this.length);
    for (let i = 0; i < this.length; i++) numbers[i] = values[first + i * this.stride];
    return numbers;
  }

  set(values: Float64Array, line: number, numbers: Float64Array): void {
    const first = this.#firstOf(line);
    for (let i = 0; i < this.length; i++) values[first + i * this.stride] = numbers[i];
  }

  /** The units of a line. */
  unitsOf(line: number): Int32Array {
    return Int32Array.from({ length: this.length }, (_, i) => this.#firstOf(line) + i * this.stride);
  }

  /** The line of a unit, and its place there. */
  placeOf(unit: number): { line: number; place: number } {
    const row = Math.floor(unit / this.stride);
    return { line: Math.floor(row / this.length) * this.stride + (unit % this.stride), place: row % this.length };
  }

  #firstOf(line: number): number {
    return Math.floor(line / this.stride) * this.length * this.stride + (line % this.stride);
  }
}
