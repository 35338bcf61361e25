import { linearAlong } from '../../../layers/index.ts';
import { checkEntries } from '../../../shape.ts';
import type { Translate } from '../operator.ts';
import { axisInLayout } from '../value.ts';
import { UserError } from '../../../../base/index.ts';

/** Sums of what stands before each place of an axis, itself included unless `exclusive`; from behind if `reverse`. */
export const cumSum: Translate = (operator) => {
  const x = operator.natural(operator.tensor());
  const axis = axisInLayout(x.shape, operator.axis(operator.constant(1).data[0], x.shape.length));
  if (axis < 0) throw new UserError('it runs along the axis of the batch, which stays one item.');
  const size = x.ours[axis];
  checkEntries(size * size);
  const [exclusive, reverse] = ['exclusive', 'reverse'].map((name) => operator.attributes.int(name, 0) !== 0);
  const counts = (place: number, other: number): boolean =>
    place === other ? !exclusive : reverse ? other > place : other < place;
  const rows = Array.from({ length: size }, (_, place) =>
    Float64Array.from({ length: size }, (__, other) => Number(counts(place, other))),
  );
  return operator.append(
    linearAlong(
      x.ours,
      x.ours.map((_, of) => (of === axis ? rows : undefined)),
    ),
    [x],
  );
};
