import type { Maximum } from '../operation.ts';
import { imageShape, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { cellsUnder, slideOver, type Window } from './window.ts';

/** The largest value under a window, channel by channel; the first of equal ones. Padding is never the largest. */
export class MaxPool implements LayerDefinition {
  readonly type = 'MaxPool';

  constructor(readonly window: Window) {}

  connect([input]: readonly Shape[]): Maximum {
    const image = imageShape(this.type, input);
    const [, width, channels] = image;
    const [rows, columns] = slideOver(this.window, image);
    const pointers = [0];
    const candidates: number[] = [];
    for (let cell = 0; cell < rows * columns; cell++) {
      const covered = [...cellsUnder(this.window, image, Math.floor(cell / columns), cell % columns)];
      for (let channel = 0; channel < channels; channel++) {
        for (const { row, column } of covered) candidates.push((row * width + column) * channels + channel);
        pointers.push(candidates.length);
      }
    }
    return {
      family: 'maximum',
      shape: [rows, columns, channels],
      pointers: Int32Array.from(pointers),
      candidates: Int32Array.from(candidates),
    };
  }
}
