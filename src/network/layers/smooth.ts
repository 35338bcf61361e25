import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';

/** A smooth function of each unit, with its derivative. */
export function smoothly(shape: Shape, value: (x: number) => number, derivative: (x: number) => number): Smooth {
  return {
    family: 'smooth',
    shape,
    evaluate: ([x]) => x.map(value),
    pull: ([x], adjoint) => [adjoint.map((a, unit) => a * derivative(x[unit]))],
  };
}
