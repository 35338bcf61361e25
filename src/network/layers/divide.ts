import { UserError } from '../../base/index.ts';
import type { Smooth } from '../operation.ts';
import { commonShape, type Shape } from '../shape.ts';
import { byRatio, mostApart } from '../turns.ts';
import type { LayerDefinition } from './layer.ts';

/** The quotient of two inputs of one shape, unit by unit. */
export class Divide implements LayerDefinition {
  readonly type = 'Divide';

  connect(inputs: readonly Shape[]): Smooth {
    if (inputs.length !== 2) throw new UserError(`it has ${inputs.length} inputs, expected a dividend and a divisor.`);
    return {
      family: 'smooth',
      shape: commonShape(inputs),
      evaluate: ([a, b]) => a.map((x, unit) => x / b[unit]),
      pull: ([a, b], adjoint) => [
        adjoint.map((d, unit) => d / b[unit]),
        adjoint.map((d, unit) => (-d * a[unit]) / (b[unit] * b[unit])),
      ],
      isScaleFree: true,
      apart: ([, from], [, to]) => mostApart(byRatio, from, to),
    };
  }
}
