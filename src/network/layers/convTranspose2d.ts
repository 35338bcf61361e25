import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, formatShape, imageShape, sizeOf, type Shape } from '../shape.ts';
import { repeated } from './channelwise.ts';
import { checkGroups, convolutionMatrix } from './convolutionMatrix.ts';
import type { LayerDefinition } from './layer.ts';
import { checkOutputPadding } from './outputPadding.ts';
import { ownersOf } from './coverage.ts';
import { coverageOf, type Window } from './window.ts';

/**
 * Transposed convolution: each cell of the input spreads over the cells of the output that a convolution with this
 * window would have read for it. Padding is cut off the output.
 */
export class ConvTranspose2D implements LayerDefinition {
  readonly type = 'ConvTranspose2D';
  readonly filters: number;

  /**
   * @param kernel rows x columns x input channels x filters of a group, row-major; channels of one group follow each
   *   other
   * @param bias one for each filter
   * @param outputPadding rows and columns that are added to the output at its end
   * @param groups in which channels and filters are divided: a channel spreads to the filters of its group alone
   */
  constructor(
    readonly kernel: Float64Array,
    readonly bias: Float64Array,
    readonly window: Omit<Window, 'ceil'>,
    readonly outputPadding: readonly [number, number] = [0, 0],
    readonly groups = 1,
  ) {
    this.filters = bias.length;
  }

  /** Rows and columns of the output. */
  spreadFrom([rows, columns]: readonly number[]): [number, number] {
    const {
      window: {
        size,
        strides,
        padding: { top, left, bottom, right },
        dilations = [1, 1],
      },
      outputPadding,
    } = this;
    checkOutputPadding(outputPadding, strides, dilations);
    const along = (axis: 0 | 1, cells: number, cut: number): number =>
      (cells - 1) * strides[axis] + dilations[axis] * (size[axis] - 1) + 1 + outputPadding[axis] - cut;
    return [along(0, rows, top + bottom), along(1, columns, left + right)];
  }

  connect([input]: readonly Shape[]): Linear {
    const [height, width, channels] = imageShape(this.type, input);
    const { filters, window, groups } = this;
    const shape = checkShape([...this.spreadFrom(input), filters]);
    checkGroups(groups, channels, filters);
    const tile = (channels / groups) * (filters / groups);
    const expected = window.size[0] * window.size[1] * groups * tile;
    if (this.kernel.length !== expected) {
      throw new UserError(
        `its kernel has ${this.kernel.length} weights, but ${channels} channels, ${filters} filters and a window of ${formatShape(window.size)} take ${expected}.`,
      );
    }
    const { pointers, cells, places } = coverageOf(window, shape, groups, [height, width]);
    const matrix = convolutionMatrix(this.kernel, {
      from: ownersOf(pointers),
      to: cells,
      places,
      input: [height * width, channels],
      output: [shape[0] * shape[1], filters],
      groups,
      steps: { place: groups * tile, group: tile },
    });
    return { family: 'linear', shape, matrices: [matrix], bias: repeated(this.bias, sizeOf(shape)) };
  }
}
