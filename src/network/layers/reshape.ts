import { UserError } from '../../base/index.ts';
import type { Reshape as ReshapeOperation } from '../operation.ts';
import { checkShape, formatShape, sizeOf, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** The same units, in the same order, under another shape. */
export class Reshape implements LayerDefinition {
  readonly type = 'Reshape';

  constructor(readonly shape: Shape) {}

  connect([input]: readonly Shape[]): ReshapeOperation {
    if (sizeOf(checkShape(this.shape)) !== sizeOf(input)) {
      throw new UserError(
        `its input ${formatShape(input)} has ${sizeOf(input)} units, the new shape ${formatShape(this.shape)} ${sizeOf(this.shape)}.`,
      );
    }
    return { family: 'reshape', shape: this.shape };
  }
}
