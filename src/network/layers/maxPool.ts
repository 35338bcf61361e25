import { UserError } from '../../base/index.ts';
import type { Maximum } from '../operation.ts';
import { checkShape, imageShape, type Shape } from '../shape.ts';
import type { Coverage } from './coverage.ts';
import type { LayerDefinition } from './layer.ts';
import { coverageOf, slideOver, type Window } from './window.ts';

/** The largest value under a window, channel by channel; the first of equal ones. Padding is never the largest. */
export class MaxPool implements LayerDefinition {
  readonly type = 'MaxPool';

  constructor(readonly window: Window) {}

  connect([input]: readonly Shape[]): Maximum {
    const image = imageShape(this.type, input);
    const [, , channels] = image;
    const [rows, columns] = slideOver(this.window, image);
    const shape = checkShape([rows, columns, channels]);
    return { family: 'maximum', shape, ...maximaUnder(coverageOf(this.window, image, channels), channels) };
  }
}

/**
 * Of each output cell and channel the units of that channel under the window.
 *
 * @throws UserError if there are none
 */
export function maximaUnder(covered: Coverage, channels: number): Pick<Maximum, 'pointers' | 'candidates'> {
  const pointers = new Int32Array((covered.pointers.length - 1) * channels + 1);
  const candidates = new Int32Array(covered.cells.length * channels);
  let at = 0;
  for (let unit = 0; unit + 1 < pointers.length; unit++) {
    const [cell, channel] = [Math.floor(unit / channels), unit % channels];
    for (let i = covered.pointers[cell]; i < covered.pointers[cell + 1]; i++)
      candidates[at++] = covered.cells[i] * channels + channel;
    if (at === pointers[unit])
      throw new UserError('one of its windows lies on padding alone, where there is no largest value.');
    pointers[unit + 1] = at;
  }
  return { pointers, candidates };
}
