import { UserError } from '../../../../base/index.ts';
import { MatMul, Reshape, Select } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { ofUnitLength } from './norms.ts';

/**
 * The product of two tensors, which may first be made of length 1, over an axis of each; what of a vector is left is a
 * unit.
 */
export const dot: Translate = (layer) => {
  const { config, inputs } = layer;
  if (inputs.length !== 2 || inputs.some(({ shape }) => shape.length > 2))
    throw new UserError(
      `its inputs are ${inputs.map(({ shape }) => formatShape(shape)).join(', ')}, expected two vectors or matrices.`,
    );
  const axes = config.isList('axes') ? config.numbers('axes') : [config.number('axes'), config.number('axes')];
  const isNormalized = config.flag('normalize', false);
  const [left, right] = inputs.map((input, i) => {
    const axis = layer.itemAxis(axes[i], input);
    const value = isNormalized ? ofUnitLength(layer, input, [axis], `/unit ${i}`) : input;
    return { value, axis, rest: input.shape.filter((_, other) => other !== axis) };
  });
  const rows = turned(layer, left, 'rows');
  const product = layer.append(new MatMul(), [rows, turned(layer, right, 'columns')], '/product');
  const shape = [...left.rest, ...right.rest];
  return layer.append(new Reshape(shape.length === 0 ? [1] : shape), [product]);
};

/** A vector or matrix, the axis that is summed over, and the size of the other one. */
interface Factor {
  readonly value: Value;
  readonly axis: number;
  readonly rest: readonly number[];
}

/** A factor as a matrix whose last axis, or whose first, is the one that is summed over. */
function turned(layer: KerasLayer, { value, axis, rest }: Factor, as: 'rows' | 'columns'): Value {
  const size = value.shape[axis];
  const shape = as === 'rows' ? [sizeOf(rest), size] : [size, sizeOf(rest)];
  if (rest.length === 0 || axis === (as === 'rows' ? 1 : 0)) return layer.append(new Reshape(shape), [value], `/${as}`);
  return layer.append(new Select(shape, transposedOrder(value.shape, [1, 0])), [value], `/${as}`);
}
