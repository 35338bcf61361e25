import { UserError } from '../../../../base/index.ts';
import { formatShape } from '../../../shape.ts';
import { isSizes } from '../fields.ts';
import type { KerasLayer } from '../kerasLayer.ts';

/** How many axes a window slides along: those of a series, or rows and columns. */
export type Axes = 1 | 2;

/** The same, or depth, rows and columns of a volume. */
export type Rank = Axes | 3;

/**
 * Cells before and after a series or an image along each axis: one number for all, one for each axis, or two for each.
 */
export function sidesOf(layer: KerasLayer, name: 'padding' | 'cropping', axes: Rank): [number, number][] {
  checkRank(layer, axes);
  const { config } = layer;
  const given = config.value(name);
  const sides = typeof given === 'number' ? new Array<unknown>(axes).fill(given) : axes === 1 ? [given] : given;
  if (!Array.isArray(sides) || sides.length !== axes) throw notSides(layer, name);
  return sides.map((side: unknown): [number, number] => {
    const pair = typeof side === 'number' ? [side, side] : side;
    if (!isSizes(pair) || pair.length !== 2) throw notSides(layer, name);
    checkLength(layer, pair[0] + pair[1]);
    return [pair[0], pair[1]];
  });
}

function notSides({ config }: KerasLayer, name: string): UserError {
  return new UserError(
    `its ${name} is ${config.print(name)}, expected whole numbers from 0 for each side, as [[top, bottom], [left, right]].`,
  );
}

const expected = {
  1: 'a series (steps x channels)',
  2: 'an image (rows x columns x channels)',
  3: 'a volume (depth x rows x columns x channels)',
};

/** @throws UserError unless a layer's input is a series, an image or a volume */
export function checkRank(layer: KerasLayer, axes: Rank): void {
  layer.checkDataFormat();
  if (layer.input.shape.length === axes + 1) return;
  throw new UserError(`it takes ${expected[axes]}, its input is ${formatShape(layer.input.shape)}.`);
}

/** Lists of places are made before the shape that they give is looked at. */
export function checkLength({ input }: KerasLayer, cells: number): void {
  if (cells > 2 ** 17)
    throw new UserError(
      `it makes ${cells} cells along an axis of its input ${formatShape(input.shape)}, which is more than anybody needs.`,
    );
}
