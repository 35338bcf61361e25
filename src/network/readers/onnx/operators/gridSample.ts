import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import { cubic, hat } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import { toEven } from '../../toEven.ts';
import type { Operator, Translate } from '../operator.ts';
import { atComputedPlaces } from './computedPlaces.ts';
import { productOf, sampledCells, type Cells } from './sampledCells.ts';

/**
 * Which cell of `size` stands where there is none: -1 for nothing. Places turn back at the middle of the outermost
 * ones, or half a cell further.
 */
type Beyond = (cell: number, size: number, overhang: number) => number;

/** The registry: padding_mode. */
const paddings: Readonly<Record<string, Beyond>> = {
  zeros: (cell, size) => (cell >= 0 && cell < size ? cell : -1),
  border: (cell, size) => Math.min(size - 1, Math.max(0, cell)),
  reflection: (cell, size, overhang) => reflected(cell, -overhang, size - 1 + overhang),
};

/** The registry: mode. Versions before opset 20 have other names. */
const kernels: Readonly<Record<string, typeof hat | undefined>> = {
  linear: hat,
  bilinear: hat,
  cubic: cubic(-0.75),
  bicubic: cubic(-0.75),
  nearest: undefined,
};

/** An image at places, which are from -1 to 1 along each axis, the last axis first; at constant ones it is linear. */
export const gridSample: Translate = (operator) => {
  const grid = operator.value(1);
  const x = grid.kind === 'tensor' ? operator.asTensor(operator.value(0), grid) : operator.tensor();
  const sizes = x.shape.slice(2);
  const [count] = grid.shape.slice(-1);
  if (x.shape[0] !== 1 || sizes.length !== count || grid.shape[0] !== 1)
    throw new UserError(`its places ${formatShape(grid.shape)} are none in its input ${formatShape(x.shape)}.`);
  if (grid.kind === 'tensor') return atComputedPlaces(operator, x, grid);
  const cellsAt = cellsOf(operator);
  const places = Array.from({ length: grid.data.length / count }, (_, place) =>
    productOf(
      sizes.map((size, axis) => cellsAt(grid.data[(place + 1) * count - 1 - axis], size)),
      sizes,
    ),
  );
  return sampledCells(operator, x, places, [1, x.shape[1], ...grid.shape.slice(1, -1)]);
};

/** Which cells are taken at a place along an axis of so many. */
function cellsOf({ attributes }: Operator): (place: number, size: number) => Cells {
  const [mode, padding] = [attributes.text('mode', 'linear'), attributes.text('padding_mode', 'zeros')];
  if (!Object.hasOwn(kernels, mode)) throw unknownName('mode', mode, Object.keys(kernels));
  if (!Object.hasOwn(paddings, padding)) throw unknownName('padding_mode', padding, Object.keys(paddings));
  const [kernel, beyond] = [kernels[mode], paddings[padding]];
  const isAligned = attributes.int('align_corners', 0) !== 0;
  return (given, size) => {
    const place = isAligned ? ((given + 1) / 2) * (size - 1) : ((given + 1) * size - 1) / 2;
    const first = kernel === undefined ? toEven(place) : Math.floor(place) - kernel.reach + 1;
    const cells = Array.from({ length: kernel === undefined ? 1 : 2 * kernel.reach }, (_, i) => first + i);
    return cells
      .map((cell) => [beyond(cell, size, isAligned ? 0 : 0.5), kernel?.weight(Math.abs(place - cell)) ?? 1] as const)
      .filter(([cell, weight]) => cell >= 0 && weight !== 0);
  };
}

/** Within bounds, at which places turn back, as often as need be. */
function reflected(place: number, low: number, high: number): number {
  const range = high - low;
  if (range === 0) return low;
  const distance = place < low ? low - place : place - low;
  const [turns, rest] = [Math.floor(distance / range), distance % range];
  return turns % 2 === 0 ? low + rest : high - rest;
}
