import type { WriteStream } from 'node:tty';
import { divergingColour, limitOf, type SignedMap } from '../../figures/index.ts';

/** The most columns and rows of a map on the terminal. */
const most = 56;
const trueColours = 2 ** 24;

/** True if a stream shows colours: a terminal that has them. */
export function showsColours(stream: Pick<WriteStream, 'isTTY' | 'hasColors'>): boolean {
  return stream.isTTY && stream.hasColors(trueColours);
}

/** A map for a terminal in 24-bit colours: each letter is two places, one above the other. */
export function heatMapText(map: SignedMap): string {
  const small = shrunk(map);
  const limit = limitOf([small]);
  const colour = (row: number, column: number): string =>
    (row < small.rows ? divergingColour(small.values[row * small.columns + column] / limit) : [255, 255, 255]).join(
      ';',
    );
  const lines = Array.from({ length: Math.ceil(small.rows / 2) }, (_, line) => {
    const letters = Array.from(
      { length: small.columns },
      (_column, column) => `\x1b[38;2;${colour(2 * line, column)};48;2;${colour(2 * line + 1, column)}m▀`,
    );
    return `${letters.join('')}\x1b[0m`;
  });
  return lines.join('\n');
}

/** Means over squares of places, as few as make it fit. */
function shrunk({ rows, columns, values }: SignedMap): SignedMap {
  const step = Math.ceil(Math.max(rows, columns) / most);
  const [height, width] = [Math.ceil(rows / step), Math.ceil(columns / step)];
  const sums = new Float64Array(height * width);
  const counts = new Float64Array(height * width);
  for (let i = 0; i < rows * columns; i++) {
    const place = Math.floor(Math.floor(i / columns) / step) * width + Math.floor((i % columns) / step);
    sums[place] += values[i];
    counts[place] += 1;
  }
  return { rows: height, columns: width, values: sums.map((sum, i) => sum / counts[i]) };
}
