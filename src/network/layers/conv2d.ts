import { checkVector, UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, imageShape, sizeOf, type Shape } from '../shape.ts';
import { repeated } from './channelwise.ts';
import { checkGroups, convolutionMatrix } from './convolutionMatrix.ts';
import type { LayerDefinition } from './layer.ts';
import { ownersOf } from './coverage.ts';
import { coverageOf, slideOver, type Window } from './window.ts';

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in the field); with as many groups as channels a
 * depthwise one.
 */
export class Conv2D implements LayerDefinition {
  readonly type = 'Conv2D';
  readonly filters: number;

  /**
   * @param kernel rows x columns x input channels of a group x filters, row-major; filters of one group follow each
   *   other
   * @param bias one for each filter
   * @param groups in which channels and filters are divided: a filter sees the channels of its group alone
   */
  constructor(
    readonly kernel: Float64Array,
    readonly bias: Float64Array,
    readonly window: Window,
    readonly groups = 1,
  ) {
    checkVector('kernel of a Conv2D layer', kernel);
    checkVector('bias of a Conv2D layer', bias);
    this.filters = bias.length;
  }

  connect([input]: readonly Shape[]): Linear {
    const [height, width, channels] = imageShape(this.type, input);
    const { filters, window, groups } = this;
    const shape = checkShape([...slideOver(window, input), filters]);
    const places = window.size[0] * window.size[1];
    checkGroups(groups, channels, filters);
    const taken = (this.kernel.length / (places * filters)) * groups;
    if (taken !== channels) throw new UserError(`its input has ${channels} channels, but its kernel is for ${taken}.`);
    const { pointers, cells, places: under } = coverageOf(window, input, groups);
    const tile = (channels / groups) * (filters / groups);
    const matrix = convolutionMatrix(this.#kernelByGroup(), {
      from: cells,
      to: ownersOf(pointers),
      places: under,
      input: [height * width, channels],
      output: [shape[0] * shape[1], filters],
      groups,
      steps: { place: tile, group: places * tile },
    });
    return { family: 'linear', shape, matrices: [matrix], bias: repeated(this.bias, sizeOf(shape)) };
  }

  /** The kernel as groups x rows x columns x channels of a group x filters of a group. */
  #kernelByGroup(): Float64Array {
    const { kernel, filters, groups } = this;
    if (groups === 1) return kernel;
    const each = filters / groups;
    const sorted = new Float64Array(kernel.length);
    for (let at = 0; at < kernel.length; at += each) {
      const [row, group] = [Math.floor(at / filters), (at % filters) / each];
      sorted.set(kernel.subarray(at, at + each), group * (kernel.length / groups) + row * each);
    }
    return sorted;
  }
}
