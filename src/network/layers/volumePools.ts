import { UserError } from '../../base/index.ts';
import { checkShape, type Shape } from '../shape.ts';
import { coverageOver, type Slide, withPadding } from './coverage.ts';
import { MaximumOf } from './maximumOf.ts';
import { maximaUnder } from './maxPool.ts';
import { linearAlong, type Rows, type SparseLinear } from './sparseLinear.ts';
import { slidesOver, volumeOf, type VolumeWindow } from './volumeWindow.ts';

/** The largest value under a window that slides over a volume, channel by channel. Padding is never the largest. */
export function maximumUnder(volume: Shape, window: VolumeWindow): MaximumOf {
  const { cells, channels } = volumeOf('A pool', volume);
  const slides = slidesOver(window, cells);
  const shape = checkShape([...slides.map(({ outputs }) => outputs), channels]);
  const { pointers, candidates } = maximaUnder(coverageOver(slides, channels), channels);
  return new MaximumOf(shape, pointers, candidates);
}

/**
 * The mean under a window that slides over a volume, channel by channel: along one axis after the other.
 *
 * @param countPadding divide also by the cells of the window that lie on padding
 */
export function meanUnder(volume: Shape, window: VolumeWindow, countPadding: boolean): SparseLinear {
  const { cells } = volumeOf('A pool', volume);
  return linearAlong(volume, [...slidesOver(window, cells).map((slide) => meansAlong(slide, countPadding)), undefined]);
}

function meansAlong(slide: Slide, countPadding: boolean): Rows {
  const { pointers, cells } = coverageOver([slide], 1);
  const counted = countPadding ? coverageOver([withPadding(slide)], 1).pointers : pointers;
  const weights = new Float64Array(cells.length);
  for (let output = 0; output < slide.outputs; output++) {
    const count = counted[output + 1] - counted[output];
    if (count === 0) throw new UserError('one of its windows lies on padding alone, which has no mean.');
    weights.fill(1 / count, pointers[output], pointers[output + 1]);
  }
  return { pointers, columns: cells, weights };
}
