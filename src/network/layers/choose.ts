import { UserError } from '../../base/index.ts';
import type { Smooth } from '../operation.ts';
import { commonShape, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * Unit by unit the second input where the first is above 0, else the third. Readers of files see to it that both are
 * the same where the first passes 0, and that something bends there, so that exact methods find the place.
 */
export class Choose implements LayerDefinition {
  readonly type = 'Choose';

  connect(inputs: readonly Shape[]): Smooth {
    if (inputs.length !== 3)
      throw new UserError(`it has ${inputs.length} inputs, expected what it chooses by, and two to choose from.`);
    return {
      family: 'smooth',
      shape: commonShape(inputs),
      evaluate: ([by, yes, no]) => by.map((x, unit) => (x > 0 ? yes[unit] : no[unit])),
      pull: ([by], adjoint) => [
        new Float64Array(by.length),
        adjoint.map((d, unit) => (by[unit] > 0 ? d : 0)),
        adjoint.map((d, unit) => (by[unit] > 0 ? 0 : d)),
      ],
    };
  }
}
