import type { Linear } from '../operation.ts';
import { imageShape, sizeOf, type Shape } from '../shape.ts';
import { scatterMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';
import type { Padding } from './window.ts';

/** An image with cells of value 0 around it. */
export class ZeroPad implements LayerDefinition {
  readonly type = 'ZeroPad';

  constructor(readonly padding: Padding) {}

  connect([input]: readonly Shape[]): Linear {
    const [rows, columns, channels] = imageShape(this.type, input);
    const { top, left, bottom, right } = this.padding;
    const width = left + columns + right;
    const shape = [top + rows + bottom, width, channels];
    const rowOf = (unit: number): number => {
      const [cell, channel] = [Math.floor(unit / channels), unit % channels];
      return ((top + Math.floor(cell / columns)) * width + left + (cell % columns)) * channels + channel;
    };
    const matrix = scatterMatrix(sizeOf(shape), sizeOf(input), Float64Array.of(1), rowOf, () => 0);
    return { family: 'linear', shape, matrices: [matrix] };
  }
}
