import type { Linear } from '../operation.ts';
import { commonShape, sizeOf, type Shape } from '../shape.ts';
import { diagonalMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';

/** The sum of inputs of one shape: where a residual connection joins. */
export class Add implements LayerDefinition {
  readonly type = 'Add';

  connect(inputs: readonly Shape[]): Linear {
    const shape = commonShape(inputs);
    const identity = diagonalMatrix(sizeOf(shape));
    return { family: 'linear', shape, matrices: inputs.map(() => identity) };
  }
}
