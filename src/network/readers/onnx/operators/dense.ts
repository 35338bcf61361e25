import { UserError } from '../../../../errors.ts';
import { formatShape } from '../../../shape.ts';
import { denseLayer } from '../../dense.ts';
import { broadcastOrder, gather, identityOrder, transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Constant, Tensor } from '../value.ts';

/** `alpha x B + beta C`, B transposed if transB says so. */
export const gemm: Translate = (operator) => {
  const { attributes } = operator;
  if (attributes.int('transA', 0) !== 0) throw new UserError('transA would mix the items of a batch.');
  const alpha = attributes.float('alpha', 1);
  const weights = operator.constant(1);
  const scaled = { ...weights, data: weights.data.map((weight) => alpha * weight) };
  const stored = attributes.int('transB', 0) === 0 ? transposed(scaled) : scaled;
  const beta = attributes.float('beta', 1);
  return dense(operator, stored, (units) => bias(operator, units).map((constant) => beta * constant));
};

/** `x B`; the bias is an Add that follows. */
export const matMul: Translate = (operator) =>
  dense(operator, transposed(operator.constant(1)), (units) => new Float64Array(units));

/** @param weights units x inputs */
function dense(operator: Operator, weights: Constant, biasOf: (units: number) => Float64Array): Tensor {
  const x = operator.tensor();
  checkMatrix(weights);
  const [units, inputs] = weights.shape;
  if (x.shape.length !== 1 || x.shape[0] !== inputs) {
    throw new UserError(`its input is ${formatShape(x.shape)}, expected a vector of ${inputs} units, as its weights are for.`);
  }
  const layer = denseLayer(weights.data, biasOf(units), x.order);
  const output = operator.append(layer, [x]);
  return { ...output, shape: [units], ours: [units], order: identityOrder(units) };
}

function transposed(weights: Constant): Constant {
  const { shape, data } = weights;
  checkMatrix(weights);
  return { ...weights, shape: [shape[1], shape[0]], data: gather(data, transposedOrder(shape, [1, 0])) };
}

function checkMatrix({ shape }: Constant): void {
  if (shape.length !== 2) throw new UserError(`its weights ${formatShape(shape)} are not a matrix.`);
}

function bias(operator: Operator, units: number): Float64Array {
  if (!operator.has(2)) return new Float64Array(units);
  const { shape, data } = operator.constant(2);
  const order = broadcastOrder(shape, [1, units]);
  if (order === undefined) throw new UserError(`its bias ${formatShape(shape)} does not fit ${units} units.`);
  return gather(data, order);
}
