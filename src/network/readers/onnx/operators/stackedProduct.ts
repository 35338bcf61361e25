import { UserError } from '../../../../base/index.ts';
import { MatMul, SparseLinear } from '../../../layers/index.ts';
import { sizeOf, type Shape } from '../../../shape.ts';
import { identityOrder, largestShape } from '../../order.ts';
import type { Operator } from '../operator.ts';
import type { Constant, Tensor, Value } from '../value.ts';
import { repeatedTo } from './broadcast.ts';

/** Matrices that differ from place to place are written out row by row, unless that takes more numbers. */
const mostProducts = 2 ** 24;

/**
 * Products of matrices, place by place: of two tensors, or of a tensor and a constant that differs from place to place,
 * which is linear.
 */
export function stackedProduct(operator: Operator, a: Value, b: Value): Tensor {
  const outer = largestShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const places = sizeOf(outer);
  const beside = [a, b].find((value) => value.kind === 'tensor');
  if (beside === undefined) throw new UserError('both of its inputs are constant.');
  const repeated = (value: Value): Value => repeatedTo(operator, value, [...outer, ...value.shape.slice(-2)]);
  const stacked = (value: Value): Tensor => {
    const tensor = operator.asTensor(value, beside);
    return operator.arranged(tensor, {
      ours: [places, ...value.shape.slice(-2)],
      order: identityOrder(tensor.order.length),
    });
  };
  const [left, right] = [repeated(a), repeated(b)];
  const shape = [...outer, a.shape[a.shape.length - 2], b.shape[b.shape.length - 1]];
  const ours = [places, ...shape.slice(-2)];
  const isLinear = right.kind === 'constant' && sizeOf(shape) * a.shape[a.shape.length - 1] <= mostProducts;
  const product = isLinear
    ? operator.append(byMatrices(ours, right), [stacked(left)])
    : operator.append(new MatMul(), [stacked(left), stacked(right)]);
  return { ...product, shape, ours, order: identityOrder(sizeOf(shape)) };
}

/** The product with one constant matrix for each place. @param shape of the result: places x rows x columns */
function byMatrices(shape: Shape, { shape: given, data }: Constant): SparseLinear {
  const [, rows, columns] = shape;
  const [inner] = given.slice(-2);
  const units = sizeOf(shape);
  const unitOf = (entry: number): number => Math.floor(entry / inner);
  const entries = Int32Array.from({ length: units * inner }, (_, entry) => entry);
  return new SparseLinear(shape, {
    pointers: Int32Array.from({ length: units + 1 }, (_, unit) => unit * inner),
    columns: entries.map((entry) => Math.floor(unitOf(entry) / columns) * inner + (entry % inner)),
    weights: Float64Array.from(entries, (entry) => {
      const [place, column] = [Math.floor(unitOf(entry) / (rows * columns)), unitOf(entry) % columns];
      return data[(place * inner + (entry % inner)) * columns + column];
    }),
  });
}
