import type { Smooth } from '../operation.ts';
import { commonShape, sizeOf, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** The product of inputs of one shape, unit by unit. */
export class Multiply implements LayerDefinition {
  readonly type = 'Multiply';

  connect(inputs: readonly Shape[]): Smooth {
    const shape = commonShape(inputs);
    return {
      family: 'smooth',
      shape,
      evaluate(factors, room = new Float64Array(sizeOf(shape))) {
        room.fill(1);
        for (const factor of factors) multiplyBy(room, factor);
        return room;
      },
      pull: (factors, adjoint, _, rooms) =>
        factors.map((factor, i) => {
          const pulled = rooms?.[i] ?? new Float64Array(factor.length);
          pulled.set(adjoint);
          for (let other = 0; other < factors.length; other++) if (other !== i) multiplyBy(pulled, factors[other]);
          return pulled;
        }),
    };
  }
}

function multiplyBy(product: Float64Array, factor: Float64Array): void {
  for (let unit = 0; unit < product.length; unit++) product[unit] *= factor[unit];
}
