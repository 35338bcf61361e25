import { UserError } from '../../base/index.ts';
import type { Smooth } from '../operation.ts';
import { checkShape, formatShape, sameShape, sizeOf, type Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * The matrix product of two computed tensors along their last two axes, `... x m x k` and `... x k x n`, for each place
 * of the others.
 */
export class MatMul implements LayerDefinition {
  readonly type = 'MatMul';

  connect(inputs: readonly Shape[]): Smooth {
    const [a, b = []] = inputs;
    const [rows, inner] = a.slice(-2);
    const columns = b[b.length - 1];
    const fits = inputs.length === 2 && a.length >= 2 && sameShape([...a.slice(0, -2), inner, columns], b);
    if (!fits)
      throw new UserError(
        `its inputs ${inputs.map(formatShape).join(', ')} are no matrices that can be multiplied, place by place.`,
      );
    const shape = checkShape([...a.slice(0, -1), columns]);
    const places = sizeOf(a.slice(0, -2));
    /** Visits every product of the entries `i` of a and `j` of b, which is added to the entry `k`. */
    const forEachProduct = (visit: (i: number, j: number, k: number) => void): void => {
      for (let place = 0; place < places; place++)
        for (let row = place * rows; row < (place + 1) * rows; row++)
          for (let k = 0; k < inner; k++)
            for (let column = 0; column < columns; column++)
              visit(row * inner + k, (place * inner + k) * columns + column, row * columns + column);
    };
    return {
      family: 'smooth',
      shape,
      evaluate([left, right]) {
        const output = new Float64Array(sizeOf(shape));
        forEachProduct((i, j, k) => (output[k] += left[i] * right[j]));
        return output;
      },
      pull([left, right], adjoint) {
        const pulled = [new Float64Array(left.length), new Float64Array(right.length)];
        forEachProduct((i, j, k) => {
          pulled[0][i] += adjoint[k] * right[j];
          pulled[1][j] += adjoint[k] * left[i];
        });
        return pulled;
      },
    };
  }
}
