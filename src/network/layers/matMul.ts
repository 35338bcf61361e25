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
    return {
      family: 'smooth',
      shape,
      multiplications: places * rows * inner * columns,
      evaluate([left, right], output = new Float64Array(sizeOf(shape))) {
        output.fill(0);
        for (let row = 0; row < places * rows; row++) {
          for (let k = 0; k < inner; k++) {
            const factor = left[row * inner + k];
            const from = (Math.floor(row / rows) * inner + k) * columns;
            for (let column = 0; column < columns; column++)
              output[row * columns + column] += factor * right[from + column];
          }
        }
        return output;
      },
      pull([left, right], adjoint, _, rooms) {
        const pulled = [left, right].map((factor, i) => rooms?.[i] ?? new Float64Array(factor.length));
        const [toLeft, toRight] = pulled;
        toRight.fill(0);
        for (let row = 0; row < places * rows; row++) {
          for (let k = 0; k < inner; k++) {
            const factor = left[row * inner + k];
            const from = (Math.floor(row / rows) * inner + k) * columns;
            let sum = 0;
            for (let column = 0; column < columns; column++) {
              const a = adjoint[row * columns + column];
              sum += a * right[from + column];
              toRight[from + column] += a * factor;
            }
            toLeft[row * inner + k] = sum;
          }
        }
        return pulled;
      },
    };
  }
}
