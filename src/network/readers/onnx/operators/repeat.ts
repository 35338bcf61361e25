import { UserError } from '../../../../base/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Translate } from '../operator.ts';
import { along } from './along.ts';
import { broadcastShape, repeatedTo } from './broadcast.ts';

export const expand: Translate = (operator) => {
  const value = operator.value(0);
  const wanted = [...operator.constant(1).data];
  const shape = broadcastShape(value.shape, wanted);
  return repeatedTo(operator, value, shape);
};

export const tile: Translate = (operator) => {
  const value = operator.value(0);
  const { data } = operator.constant(1);
  if (data.length !== value.shape.length)
    throw new UserError(`it has ${data.length} repeats for the ${value.shape.length} axes of its input.`);
  const wrong = value.shape.findIndex((size, axis) => !(data[axis] >= 1 && size * data[axis] <= 2 ** 26));
  if (wrong >= 0)
    throw new UserError(`it repeats its input ${formatShape(value.shape)} ${data[wrong]} times along axis ${wrong}.`);
  return along(
    operator,
    value,
    value.shape.map((size, axis) =>
      data[axis] === 1 ? undefined : Int32Array.from({ length: size * data[axis] }, (_, i) => i % size),
    ),
  );
};
