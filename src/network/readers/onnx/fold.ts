import { isFinite } from '../../finite.ts';
import { inputName, Network } from '../../network.ts';
import { scatter } from '../order.ts';
import { Operator, type Translate } from './operator.ts';
import { Translation } from './translation.ts';
import { layoutOf, type Constant, type Value } from './value.ts';

/**
 * What an operator makes of constants alone: it is read as if the first of them were the input of a network, which then
 * is evaluated. The others stay constant, and finite, as weights are.
 */
export function fold(operator: Operator, translate: Translate): Constant[] {
  const { node, name, translation } = operator;
  const index = node.input.findIndex((input) => input !== '');
  const first = operator.constant(index);
  const alone = new Translation(translation.model);
  node.input.forEach((input, i) => {
    if (input !== '') alone.set(input, finite(operator.constant(i)));
  });
  const layout = layoutOf(first.shape);
  alone.set(node.input[index], { kind: 'tensor', shape: first.shape, node: inputName, ...layout });
  const point = scatter(first.data, layout.order);
  const isInteger = operator.values.every((value) => value.kind === 'constant' && value.isInteger);
  const outputs = translate(new Operator(node, name, alone));
  return ('kind' in outputs ? [outputs] : outputs).map((value) => valueAt(value, alone, layout.ours, point, isInteger));
}

function valueAt(
  value: Value,
  { nodes }: Translation,
  shape: readonly number[],
  point: Float64Array,
  isInteger: boolean,
): Constant {
  if (value.kind === 'constant') return value;
  const definitions = nodes.upTo(value.node);
  const values = definitions.length === 0 ? point : new Network(shape, definitions).evaluate(point);
  const data = Float64Array.from(value.order, (position) =>
    isInteger ? truncated(values[position]) : perhapsInfinite(values[position]),
  );
  return { kind: 'constant', shape: value.shape, data, isInteger };
}

/** Stands for infinity: what comes of a number so far beyond those of a model is infinite too. */
const [standIn, least] = [1e300, 1e200];

function finite(constant: Constant): Constant {
  if (isFinite(constant.data)) return constant;
  return { ...constant, data: constant.data.map((x) => (Math.abs(x) === Infinity ? Math.sign(x) * standIn : x)) };
}

function perhapsInfinite(x: number): number {
  return Math.abs(x) > least ? Math.sign(x) * Infinity : x;
}

/**
 * Towards 0; a quotient comes by the inverse of its divisor, and may be a hair less than the whole number that it is.
 */
function truncated(x: number): number {
  const nearest = Math.round(x);
  return Math.abs(x - nearest) <= 1e-12 * Math.abs(nearest) ? nearest : Math.trunc(x);
}
