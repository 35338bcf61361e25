import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import { aroundZero, byRatio, mostApart, nowhere, type Turns } from '../turns.ts';

/**
 * A smooth function of each unit, with its derivative. Where that is infinite, as that of the root of 0, nothing comes
 * back from a unit on which nothing depends.
 */
export function smoothly(
  shape: Shape,
  value: (x: number) => number,
  derivative: (x: number) => number,
  turns: Turns = aroundZero,
): Smooth {
  return {
    family: 'smooth',
    shape,
    evaluate([x], y = new Float64Array(x.length)) {
      for (let unit = 0; unit < x.length; unit++) y[unit] = value(x[unit]);
      return y;
    },
    pull([x], adjoint, _, [pulled] = [new Float64Array(x.length)]) {
      for (let unit = 0; unit < x.length; unit++) {
        pulled[unit] = adjoint[unit] === 0 ? 0 : adjoint[unit] * derivative(x[unit]);
      }
      return [pulled];
    },
    ...(turns !== nowhere && { apart: ([from], [to]) => mostApart(turns, from, to) }),
    isScaleFree: turns === byRatio,
    alone: (unit) => ({ reads: Int32Array.of(unit), shape: shape.map(() => 1), unit: 0 }),
  };
}
