import type { Linear } from '../operation.ts';
import { checkShape, sizeOf, type Shape } from '../shape.ts';
import { repeated } from './channelwise.ts';
import { tileOf } from './conv3d.ts';
import { convolutionMatrix } from './convolutionMatrix.ts';
import { coverageOver, ownersOf } from './coverage.ts';
import type { LayerDefinition } from './layer.ts';
import { checkOutputPadding } from './outputPadding.ts';
import { slidesOver, volumeOf, type VolumeWindow } from './volumeWindow.ts';

/**
 * Transposed convolution over a volume: each cell of the input spreads over the cells of the output that a convolution
 * with this window would have read for it. Padding is cut off the output.
 */
export class ConvTranspose3D implements LayerDefinition {
  readonly type = 'ConvTranspose3D';
  readonly filters: number;

  /**
   * @param kernel groups x depth x rows x columns x channels of a group x filters of a group, row-major
   * @param bias one for each filter
   * @param outputPadding cells that are added to the output behind each axis
   */
  constructor(
    readonly kernel: Float64Array,
    readonly bias: Float64Array,
    readonly window: VolumeWindow,
    readonly outputPadding: Shape = [0, 0, 0],
    readonly groups = 1,
  ) {
    this.filters = bias.length;
  }

  /** Depth, rows and columns of the output. */
  spreadFrom(cells: Shape): number[] {
    const { size, strides, dilations, before, after } = this.window;
    checkOutputPadding(this.outputPadding, strides, dilations);
    return cells.map(
      (count, axis) =>
        (count - 1) * strides[axis] +
        dilations[axis] * (size[axis] - 1) +
        1 +
        this.outputPadding[axis] -
        before[axis] -
        after[axis],
    );
  }

  connect([input]: readonly Shape[]): Linear {
    const { filters, window, groups } = this;
    const { cells, channels } = volumeOf(this.type, input);
    const spread = this.spreadFrom(cells);
    const shape = checkShape([...spread, filters]);
    const tile = tileOf(this, channels);
    const slides = slidesOver(window, spread).map((slide, axis) => ({ ...slide, outputs: cells[axis] }));
    const { pointers, cells: to, places } = coverageOver(slides, groups);
    const matrix = convolutionMatrix(this.kernel, {
      from: ownersOf(pointers),
      to,
      places,
      input: [sizeOf(cells), channels],
      output: [sizeOf(spread), filters],
      groups,
      steps: { place: tile, group: sizeOf(window.size) * tile },
    });
    return { family: 'linear', shape, matrices: [matrix], bias: repeated(this.bias, sizeOf(shape)) };
  }
}
