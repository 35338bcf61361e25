import { UserError } from '../../errors.ts';
import type { Linear } from '../operation.ts';
import { checkShape, imageShape, sizeOf, type Shape } from '../shape.ts';
import { tiledMatrix } from '../tiledMatrix.ts';
import { repeated } from './channelwise.ts';
import type { LayerDefinition } from './layer.ts';
import { coverageOf, slideOver, type Window } from './window.ts';

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
    const [height, width, channels] = image;
    const { filters, window, kernel } = this;
    const taken = kernel.length / (window.size[0] * window.size[1] * filters);
    if (taken !== channels) {
      throw new UserError(`its input has ${channels} channels, but its kernel is for ${taken}.`);
    }
    const shape = checkShape([...slideOver(window, image), filters]);
    const { pointers, cells, places } = coverageOf(window, image, 1);
    const starts = new Int32Array(cells.length);
    for (let cell = 0; cell + 1 < pointers.length; cell++) starts.fill(cell * filters, pointers[cell], pointers[cell + 1]);
    const offsets = places.map((place) => place * channels * filters);
    const size = { rows: sizeOf(shape), columns: height * width * channels, tileRows: filters, tileColumns: channels };
    const matrix = tiledMatrix(size, kernel, { groups: cells, starts, offsets });
    return { family: 'linear', shape, matrices: [matrix], bias: repeated(this.bias, size.rows) };
  }
}
