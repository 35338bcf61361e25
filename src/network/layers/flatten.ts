import type { Reshape } from '../operation.ts';
import { sizeOf, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** An image as the vector of its units in row, column, channel order. */
export class Flatten implements LayerDefinition {
  readonly type = 'Flatten';

  connect([input]: readonly Shape[]): Reshape {
    return { family: 'reshape', shape: [sizeOf(input)] };
  }
}
