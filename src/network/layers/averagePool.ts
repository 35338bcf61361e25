import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, imageShape, sizeOf, type Shape } from '../shape.ts';
import { sparseMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';
import { cellsOnPadding, coverageOf, slideOver, type Window } from './window.ts';

/** The mean under a window, channel by channel. */
export class AveragePool implements LayerDefinition {
  readonly type = 'AveragePool';

  /** @param countPadding divide also by the cells of the window that lie on padding, though never by those beyond it */
  constructor(
    readonly window: Window,
    readonly countPadding: boolean,
  ) {}

  /** By how many cells the sum under the window is divided, at each cell of the output. */
  divisors(image: Shape): ArrayLike<number> {
    if (this.countPadding) return cellsOnPadding(this.window, image);
    const { pointers } = coverageOf(this.window, image, 1);
    const counts = Int32Array.from({ length: pointers.length - 1 }, (_, cell) => pointers[cell + 1] - pointers[cell]);
    if (counts.includes(0)) throw new UserError('one of its windows lies on padding alone, which has no mean.');
    return counts;
  }

  connect([input]: readonly Shape[]): Linear {
    const image = imageShape(this.type, input);
    const [, , channels] = image;
    const shape = checkShape([...slideOver(this.window, image), channels]);
    const { pointers, cells } = coverageOf(this.window, image, channels);
    const weights = Float64Array.from(this.divisors(image), (count) => 1 / count);
    const [groups, starts, offsets] = [0, 1, 2].map(() => new Int32Array(cells.length * channels));
    let at = 0;
    for (let cell = 0; cell + 1 < pointers.length; cell++) {
      for (let i = pointers[cell]; i < pointers[cell + 1]; i++) {
        for (let channel = 0; channel < channels; channel++) {
          groups[at] = cells[i] * channels + channel;
          starts[at] = cell * channels + channel;
          offsets[at++] = cell;
        }
      }
    }
    return {
      family: 'linear',
      shape,
      matrices: [sparseMatrix(sizeOf(shape), sizeOf(image), weights, { groups, starts, offsets })],
    };
  }
}
