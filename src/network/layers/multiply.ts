import type { Smooth } from '../operation.ts';
import { commonShape, sizeOf, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** The product of inputs of one shape, unit by unit. */
export class Multiply implements LayerDefinition {
  readonly type = 'Multiply';

  connect(inputs: readonly Shape[]): Smooth {
    const shape = commonShape(inputs);
    const product = (factors: readonly Float64Array[]): Float64Array =>
      factors.reduce(
        (product, factor) => product.map((x, unit) => x * factor[unit]),
        new Float64Array(sizeOf(shape)).fill(1),
      );
    return {
      family: 'smooth',
      shape,
      evaluate: product,
      pull: (factors, adjoint) =>
        factors.map((_, i) => product([adjoint, ...factors.filter((__, other) => other !== i)])),
    };
  }
}
