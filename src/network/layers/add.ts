import { UserError } from '../../errors.ts';
import type { Linear } from '../operation.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../shape.ts';
import { diagonalMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';

/** The sum of inputs of one shape: where a residual connection joins. */
export class Add implements LayerDefinition {
  readonly type = 'Add';

  connect(inputs: readonly Shape[]): Linear {
    const [shape] = inputs;
    if (!inputs.every((input) => sameShape(input, shape))) {
      throw new UserError(`its inputs have different shapes: ${inputs.map(formatShape).join(', ')}.`);
    }
    const identity = diagonalMatrix(sizeOf(shape));
    return { family: 'linear', shape, matrices: inputs.map(() => identity) };
  }
}
