import type { Shape } from '../network/index.ts';

/** True of outputs that are one list, without places: at most one axis has more than one unit. */
export function isList(shape: Shape): boolean {
  return shape.filter((size) => size > 1).length < 2;
}

/** How places of outputs are written, as messages say it. */
export function placesInWords(shape: Shape): string {
  return shape.length === 3 ? 'CHANNEL@ROWxCOLUMN' : shape.map((_, axis) => `INDEX${axis + 1}`).join('x');
}

/** Where a unit of several axes stands: `3@5x10`, channel 3 at row 5 and column 10, of an image, `5x10` of a matrix. */
export function placeOf(unit: number, shape: Shape): string {
  const indices: number[] = [];
  let rest = unit;
  for (const size of shape.toReversed()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  const [row, column, channel] = indices;
  return indices.length === 3 ? `${channel}@${row}x${column}` : indices.join('x');
}

/** The indices of a place along the axes, of `3@5x10` 5, 10 and 3; undefined of what is none. */
export function indicesAt(place: string): number[] | undefined {
  const image = /^(\d+)@(\d+)x(\d+)$/.exec(place);
  if (image) return [image[2], image[3], image[1]].map(Number);
  return /^\d+(x\d+)*$/.test(place) ? place.split('x').map(Number) : undefined;
}

/** The unit at a place; undefined of what is none. */
export function unitAt(place: string, shape: Shape): number | undefined {
  const indices = place.includes('@') === (shape.length === 3) ? (indicesAt(place) ?? []) : [];
  const isThere = indices.length === shape.length && indices.every((index, axis) => index < shape[axis]);
  return isThere ? indices.reduce((unit, index, axis) => unit * shape[axis] + index, 0) : undefined;
}
