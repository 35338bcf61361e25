import { UserError } from '../../errors.ts';
import type { Linear } from '../operation.ts';
import { imageShape, type Shape } from '../shape.ts';
import { tiledMatrix, type Tile } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';
import { cellsUnder, slideOver, type Window } from './window.ts';

/** Two-dimensional convolution (cross-correlation, as everywhere in the field). */
export class Conv2D implements LayerDefinition {
  readonly type = 'Conv2D';
  readonly filters: number;

  /**
   * @param kernel rows x columns x input channels x filters, row-major
   * @param bias one for each filter
   */
  constructor(
    readonly kernel: Float64Array,
    readonly bias: Float64Array,
    readonly window: Window,
  ) {
    this.filters = bias.length;
  }

  connect([input]: readonly Shape[]): Linear {
    const image = imageShape(this.type, input);
    const [, width, channels] = image;
    const { filters, window, kernel } = this;
    const taken = kernel.length / (window.size[0] * window.size[1] * filters);
    if (taken !== channels) {
      throw new UserError(`its input has ${channels} channels, but its kernel is for ${taken}.`);
    }
    const [rows, columns] = slideOver(window, image);
    const tiles = Array.from({ length: image[0] * width }, (): Tile[] => []);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (const cell of cellsUnder(window, image, row, column)) {
          tiles[cell.row * width + cell.column].push({
            start: (row * columns + column) * filters,
            offset: cell.place * channels * filters,
          });
        }
      }
    }
    const shape = [rows, columns, filters];
    const cells = rows * columns;
    const size = { rows: cells * filters, columns: tiles.length * channels, tileRows: filters, tileColumns: channels };
    const matrix = tiledMatrix(size, kernel, (group) => tiles[group]);
    const bias = Float64Array.from({ length: cells * filters }, (_, unit) => this.bias[unit % filters]);
    return { family: 'linear', shape, matrices: [matrix], bias };
  }
}
