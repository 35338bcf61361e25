import { UserError } from '../../../../base/index.ts';
import { formatShape, type Shape } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';

/** Transpose moves no element: what follows finds it where it stands. */
export const transpose: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const axes = operator.attributes.ints(
    'perm',
    Array.from({ length: rank }, (_, axis) => rank - 1 - axis),
  );
  if (axes.length !== rank || axes.some((axis, i) => !(axis in value.shape) || axes.indexOf(axis) !== i)) {
    throw new UserError(`perm is [${axes.join(', ')}], expected each of the ${rank} axes of its input once.`);
  }
  return transposedTo(operator, value, axes);
};

/** Axis `k` of the result is axis `axes[k]` of the value. */
export function transposedTo(operator: Operator, value: Value, axes: readonly number[]): Value {
  return operator.moved(
    value,
    axes.map((axis) => value.shape[axis]),
    transposedOrder(value.shape, axes),
  );
}

/** Channels become cells of a block: in depth-column-row order, or with the channels outermost. */
export const depthToSpace: Translate = (operator) => {
  const { value, block, channels, rows, columns } = blocked(operator);
  const depth = channels / block ** 2;
  if (!Number.isInteger(depth))
    throw new UserError(`its ${channels} channels do not make blocks of ${block}x${block}.`);
  const [parts, perm] = hasChannelsOutermost(operator)
    ? [
        [depth, block, block],
        [0, 1, 4, 2, 5, 3],
      ]
    : [
        [block, block, depth],
        [0, 3, 4, 1, 5, 2],
      ];
  return rearranged(operator, value, [1, ...parts, rows, columns], perm, [1, depth, rows * block, columns * block]);
};

/** Cells of a block become channels, in the same orders. */
export const spaceToDepth: Translate = (operator) => {
  const { value, block, channels, rows, columns } = blocked(operator);
  if (rows % block !== 0 || columns % block !== 0)
    throw new UserError(`its ${rows}x${columns} cells do not make blocks of ${block}x${block}.`);
  const [height, width] = [rows / block, columns / block];
  return rearranged(
    operator,
    value,
    [1, channels, height, block, width, block],
    hasChannelsOutermost(operator) ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4],
    [1, channels * block ** 2, height, width],
  );
};

function hasChannelsOutermost({ attributes }: Operator): boolean {
  return attributes.text('mode', 'DCR') === 'CRD';
}

function blocked(operator: Operator): { value: Value; block: number; channels: number; rows: number; columns: number } {
  const value = operator.value(0);
  const block = operator.attributes.int('blocksize', 0);
  if (value.shape.length !== 4 || value.shape[0] !== 1 || block < 1) {
    throw new UserError(
      `its input ${formatShape(value.shape)} is not one item of channels x rows x columns, or its blocksize ${block} none.`,
    );
  }
  const [, channels, rows, columns] = value.shape;
  return { value, block, channels, rows, columns };
}

function rearranged(operator: Operator, value: Value, parts: Shape, perm: readonly number[], shape: Shape): Value {
  return operator.moved(value, shape, transposedOrder(parts, perm));
}
