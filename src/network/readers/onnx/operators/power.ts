import { UserError } from '../../../../base/index.ts';
import { Power, SmoothFunction } from '../../../layers/index.ts';
import { sizeOf } from '../../../shape.ts';
import { gather } from '../../order.ts';
import { joinedEndToEnd, type Operator, type Translate } from '../operator.ts';
import type { Constant, Tensor, Value } from '../value.ts';
import { affine } from './arithmetic.ts';
import { broadcastShape, orderTo, repeatedTo, spread } from './broadcast.ts';

/** So many different exponents make layers of their own. */
const mostExponents = 64;

/** A computed value to constant powers, or a constant above 0 to a computed one. */
export const power: Translate = (operator) => {
  const [base, exponent] = [operator.value(0), operator.value(1)];
  if (base.kind === 'constant') return ofConstantBase(operator, base, operator.tensor(1));
  const { data } = operator.constant(1);
  return data.every((of) => of === data[0])
    ? toThe(operator, data[0], repeated(operator, base, exponent))
    : apart(operator, repeated(operator, base, exponent), operator.constant(1));
};

/** `exp(x ln base)`. */
function ofConstantBase(operator: Operator, base: Constant, exponent: Tensor): Tensor {
  if (!base.data.every((of) => of > 0))
    throw new UserError('its base is constant and not above 0, where powers are no numbers.');
  const x = repeated(operator, exponent, base);
  const logarithm = affine(
    operator,
    x,
    spread(base, x).map((of) => Math.log(of)),
  );
  return operator.append(new SmoothFunction('exp'), [logarithm]);
}

function toThe(operator: Operator, exponent: number, x: Tensor): Tensor {
  if (exponent === 1) return x;
  return operator.append(exponent === 2 ? new SmoothFunction('square') : new Power(exponent), [x]);
}

/** The units of each exponent apart, and then in their places again. */
function apart(operator: Operator, x: Tensor, { shape, data }: Constant): Value {
  const exponents = gather(data, orderTo(shape, x.shape));
  const distinct = [...new Set(exponents)];
  if (distinct.length > mostExponents)
    throw new UserError(`it has ${distinct.length} different exponents; more than ${mostExponents} are not supported.`);
  const places = distinct.map((of) => Int32Array.from(exponents.keys()).filter((unit) => exponents[unit] === of));
  const parts = places.map((units, i) => {
    const part = operator.asTensor(operator.moved(x, [units.length], units), x);
    return toThe(operator, distinct[i], part);
  });
  const order = new Int32Array(exponents.length);
  places.flatMap((units) => [...units]).forEach((unit, at) => (order[unit] = at));
  return operator.moved(joinedEndToEnd(operator, parts, [sizeOf(x.shape)]), x.shape, order);
}

/** A tensor as it broadcasts beside another value. */
function repeated(operator: Operator, x: Tensor, beside: Value): Tensor {
  const shape = broadcastShape(x.shape, beside.shape);
  return operator.asTensor(repeatedTo(operator, x, shape), x);
}
