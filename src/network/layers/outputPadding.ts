import { UserError } from '../../base/index.ts';
import { formatShape, type Shape } from '../shape.ts';

/**
 * @param outputPadding cells that a transposed convolution adds behind each axis of its output
 * @throws UserError unless it might have read them with other cells: if they are no fewer than stride and dilation
 */
export function checkOutputPadding(outputPadding: Shape, strides: Shape, dilations: Shape): void {
  const fits = (cells: number, axis: number): boolean =>
    Number.isInteger(cells) && cells >= 0 && cells < Math.max(strides[axis], dilations[axis]);
  if (outputPadding.length === strides.length && outputPadding.every(fits)) return;
  throw new UserError(
    `its output padding is ${formatShape(outputPadding)}; expected whole numbers below its strides ${formatShape(strides)} or dilations.`,
  );
}
