import type { Linear } from '../operation.ts';
import { imageShape, type Shape } from '../shape.ts';
import { tiledMatrix, type Tile } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';
import { cellsUnder, slideOver, type Window } from './window.ts';

/** The mean under a window, channel by channel. */
export class AveragePool implements LayerDefinition {
  readonly type = 'AveragePool';

  /** @param countPadding divide by the window's size also where part of it lies on padding */
  constructor(
    readonly window: Window,
    readonly countPadding: boolean,
  ) {}

  connect([input]: readonly Shape[]): Linear {
    const image = imageShape(this.type, input);
    const [, width, channels] = image;
    const [rows, columns] = slideOver(this.window, image);
    const cellsInWindow = this.window.size[0] * this.window.size[1];
    const weights = Float64Array.from({ length: cellsInWindow + 1 }, (_, count) => 1 / Math.max(1, count));
    const tiles = Array.from({ length: image[0] * width * channels }, (): Tile[] => []);
    for (let cell = 0; cell < rows * columns; cell++) {
      const covered = [...cellsUnder(this.window, image, Math.floor(cell / columns), cell % columns)];
      const offset = this.countPadding ? cellsInWindow : covered.length;
      for (const { row, column } of covered) {
        for (let channel = 0; channel < channels; channel++) {
          tiles[(row * width + column) * channels + channel].push({ start: cell * channels + channel, offset });
        }
      }
    }
    const size = { rows: rows * columns * channels, columns: tiles.length, tileRows: 1, tileColumns: 1 };
    const matrix = tiledMatrix(size, weights, (unit) => tiles[unit]);
    return { family: 'linear', shape: [rows, columns, channels], matrices: [matrix] };
  }
}
