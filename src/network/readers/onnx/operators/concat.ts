import { UserError } from '../../../../errors.ts';
import { Concat } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import { channelFirst, sameOrder, transposedOrder, untransposedShape } from '../../order.ts';
import type { Translate } from '../operator.ts';

/** How vectors and images may stand in ours: axis `k` of ONNX is axis `layout[k]` of ours. */
const layouts = [[0], channelFirst, [0, 1, 2]];

/** Joins images along channels, rows or columns, and vectors. */
export const concat: Translate = (operator) => {
  const tensors = operator.node.input.map((_, index) => operator.tensor(index));
  if (tensors.length === 0) throw new UserError('it has no inputs.');
  const layout = layouts.find((axes) =>
    tensors.every(
      ({ shape, order }) =>
        shape.length === axes.length && sameOrder(order, transposedOrder(untransposedShape(shape, axes), axes)),
    ),
  );
  const shapes = tensors.map(({ shape }) => formatShape(shape)).join(', ');
  if (layout === undefined) throw new UserError(`its inputs ${shapes} are not vectors or images of one layout.`);
  const axis = operator.attributes.int('axis', 1);
  const itemAxis = axis < 0 ? axis + layout.length : axis - 1;
  if (!(itemAxis in layout)) throw new UserError(`axis is ${axis}, expected one of an item's axes (${shapes}), not the batch.`);
  const shape = [...tensors[0].shape];
  shape[itemAxis] = tensors.reduce((sum, tensor) => sum + tensor.shape[itemAxis], 0);
  const ours = untransposedShape(shape, layout);
  const inputs = tensors.map((tensor) => operator.reshaped(tensor, untransposedShape(tensor.shape, layout)));
  return { ...operator.append(new Concat(layout[itemAxis]), inputs), shape, ours, order: transposedOrder(ours, layout) };
};
