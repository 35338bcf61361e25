import { checkRecord, shown, UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, imageShape, sizeOf, type Shape } from '../shape.ts';
import { countUp, sparseMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';
import type { Padding } from './window.ts';

/** An image with cells of value 0 around it. */
export class ZeroPad implements LayerDefinition {
  readonly type = 'ZeroPad';

  constructor(readonly padding: Padding) {
    checkRecord('padding of a ZeroPad layer', padding, 'top, left, bottom and right');
  }

  connect([input]: readonly Shape[]): Linear {
    const [rows, columns, channels] = imageShape(this.type, input);
    const { top, left, bottom, right } = this.padding;
    if (![top, left, bottom, right].every((cells) => Number.isInteger(cells) && cells >= 0)) {
      throw new UserError(
        `its padding is ${[top, left, bottom, right].map(shown).join(', ')}; expected whole numbers of at least 0.`,
      );
    }
    const width = left + columns + right;
    const shape = checkShape([top + rows + bottom, width, channels]);
    const groups = countUp(sizeOf(input));
    const starts = groups.map((unit) => {
      const [cell, channel] = [Math.floor(unit / channels), unit % channels];
      return ((top + Math.floor(cell / columns)) * width + left + (cell % columns)) * channels + channel;
    });
    return {
      family: 'linear',
      shape,
      matrices: [sparseMatrix(sizeOf(shape), sizeOf(input), Float64Array.of(1), { groups, starts })],
    };
  }
}
