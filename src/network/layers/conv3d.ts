import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, sizeOf, type Shape } from '../shape.ts';
import { repeated } from './channelwise.ts';
import { checkGroups, convolutionMatrix } from './convolutionMatrix.ts';
import { coverageOver, ownersOf } from './coverage.ts';
import type { LayerDefinition } from './layer.ts';
import { slidesOver, volumeOf, type VolumeWindow } from './volumeWindow.ts';

/** Convolution over a volume: of films, or of what a scanner sees. */
export class Conv3D implements LayerDefinition {
  readonly type = 'Conv3D';
  readonly filters: number;

  /**
   * @param kernel groups x depth x rows x columns x channels of a group x filters of a group, row-major
   * @param bias one for each filter
   */
  constructor(
    readonly kernel: Float64Array,
    readonly bias: Float64Array,
    readonly window: VolumeWindow,
    readonly groups = 1,
  ) {
    this.filters = bias.length;
  }

  connect([input]: readonly Shape[]): Linear {
    const { filters, window, groups } = this;
    const { cells, channels } = volumeOf(this.type, input);
    const slides = slidesOver(window, cells);
    const shape = checkShape([...slides.map(({ outputs }) => outputs), filters]);
    const tile = tileOf(this, channels);
    const { pointers, cells: from, places } = coverageOver(slides, groups);
    const matrix = convolutionMatrix(this.kernel, {
      from,
      to: ownersOf(pointers),
      places,
      input: [sizeOf(cells), channels],
      output: [sizeOf(shape) / filters, filters],
      groups,
      steps: { place: tile, group: sizeOf(window.size) * tile },
    });
    return { family: 'linear', shape, matrices: [matrix], bias: repeated(this.bias, sizeOf(shape)) };
  }
}

/** Weights of one place of one group. @throws UserError unless channels and kernel fit */
export function tileOf(
  { kernel, filters, groups, window }: Pick<Conv3D, 'kernel' | 'filters' | 'groups' | 'window'>,
  channels: number,
): number {
  checkGroups(groups, channels, filters);
  const tile = (channels / groups) * (filters / groups);
  const expected = sizeOf(window.size) * groups * tile;
  if (kernel.length === expected) return tile;
  throw new UserError(
    `its kernel has ${kernel.length} weights, but ${channels} channels, ${filters} filters and its window take ${expected}.`,
  );
}
