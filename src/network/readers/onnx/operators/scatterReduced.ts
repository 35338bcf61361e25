import { unknownName } from '../../../../names/index.ts';
import { MaximumOf, SparseLinear } from '../../../layers/index.ts';
import type { Shape } from '../../../shape.ts';
import { pointersOf } from '../../../tiledMatrix.ts';
import type { Operator } from '../operator.ts';
import { constantOf, layoutOf, type Tensor, type Value } from '../value.ts';
import { minus } from './arithmetic.ts';

/** For each element those that are reduced to it. */
type Groups = readonly (readonly number[])[];

/** How elements that are scattered to one place become one, of constants and of what is computed. */
interface Reduction {
  readonly ofNumbers: (a: number, b: number) => number;
  readonly ofTensor: (operator: Operator, x: Tensor, shape: Shape, groups: Groups) => Tensor;
}

/** The registry: the attribute `reduction`. */
const reductions: Readonly<Record<string, Reduction>> = {
  add: { ofNumbers: (a, b) => a + b, ofTensor: summed },
  max: { ofNumbers: Math.max, ofTensor: largest },
  min: {
    ofNumbers: Math.min,
    ofTensor: (operator, x, shape, groups) => {
      const negated = operator.append(minus(), [x], `${operator.name}/negated`);
      return operator.append(minus(), [largest(operator, negated, shape, groups)]);
    },
  },
};

/**
 * Elements of one value, of which several become one.
 *
 * @throws UserError unless the reduction is one of add, max and min
 */
export function scatterReduced(operator: Operator, value: Value, shape: Shape, groups: Groups): Value {
  const name = operator.attributes.text('reduction', 'none');
  if (!Object.hasOwn(reductions, name)) throw unknownName('reduction', name, ['none', ...Object.keys(reductions)]);
  const { ofNumbers, ofTensor } = reductions[name];
  if (value.kind === 'tensor') return ofTensor(operator, value, shape, groups);
  const data = groups.map((group) => group.map((i) => value.data[i]).reduce(ofNumbers));
  return constantOf(shape, data, value.isInteger);
}

/** The sum of each group. */
export function summed(operator: Operator, x: Tensor, shape: Shape, groups: Groups): Tensor {
  const { ours, pointers, members } = listsOf(x, shape, groups);
  const weights = new Float64Array(members.length).fill(1);
  return operator.appendNatural(new SparseLinear(ours, { pointers, columns: members, weights }), [x], shape);
}

function largest(operator: Operator, x: Tensor, shape: Shape, groups: Groups): Tensor {
  const { ours, pointers, members } = listsOf(x, shape, groups);
  return operator.appendNatural(new MaximumOf(ours, pointers, members), [x], shape);
}

/** For each unit of ours those of a tensor that are reduced to it. */
function listsOf(x: Tensor, shape: Shape, groups: Groups) {
  const { ours, order } = layoutOf(shape);
  const units: (readonly number[])[] = groups.map(() => []);
  groups.forEach((group, i) => (units[order[i]] = group.map((of) => x.order[of])));
  return { ours, pointers: pointersOf(units), members: Int32Array.from(units.flat()) };
}
