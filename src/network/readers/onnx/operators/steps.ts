import { sameOrder } from '../../order.ts';
import type { Operator } from '../operator.ts';
import { combined, type Step } from '../step.ts';
import type { Constant, Tensor, Value } from '../value.ts';
import { casting } from './cast.ts';
import { masked } from './masked.ts';
import { chosenBySteps } from './where.ts';

/** The registry: what is made of steps and of single numbers is a function of steps again. */
const functions: Readonly<Record<string, ((...of: number[]) => number) | undefined>> = {
  Add: (a, b) => a + b,
  And: (a, b) => Number(a !== 0 && b !== 0),
  Div: (a, b) => a / b,
  Equal: (a, b) => Number(a === b),
  Identity: (a) => a,
  Max: Math.max,
  Min: Math.min,
  Mul: (a, b) => a * b,
  Neg: (a) => -a,
  Not: (a) => Number(a === 0),
  Or: (a, b) => Number(a !== 0 || b !== 0),
  Sub: (a, b) => a - b,
  Where: (a, b, c) => (a !== 0 ? b : c),
  Xor: (a, b) => Number((a !== 0) !== (b !== 0)),
};

/**
 * What a node makes of functions of steps: another one, which is kept; or, where something is multiplied or chosen by
 * them and does not jump, a tensor. Undefined of nodes that take none, or do something else with them.
 */
export function ofSteps(operator: Operator): Value | readonly Value[] | undefined {
  const { node, translation } = operator;
  const taken = node.input.map((name) => translation.step(name));
  const known = taken.filter((step) => step !== undefined);
  const [first, ...others] = known;
  if (known.length === 0 || node.input.includes('')) return undefined;
  const isOne = others.every(({ x }) => x.node === first.x.node && sameOrder(x.order, first.x.order));
  const value = node.opType === 'Cast' ? casting(operator) : functions[node.opType];
  const values = node.input.map((name, i) => taken[i] ?? translation.get(name));
  if (isOne && value !== undefined && values.every(isSingle)) {
    translation.setStep(
      node.output[0],
      combined(
        values.map((of) => ('kind' in of ? always(first.x, of.data[0]) : of)),
        value,
      ),
    );
    return [];
  }
  if (node.opType === 'Where' && taken[0] !== undefined) return chosenBySteps(operator, taken[0]);
  const factors = values.filter((of): of is Tensor => 'kind' in of && of.kind === 'tensor');
  return node.opType === 'Mul' && factors.length === 1 ? masked(operator, first, factors[0]) : undefined;
}

function isSingle(value: Value | Step): value is Constant | Step {
  return !('kind' in value) || (value.kind === 'constant' && value.data.every((x) => x === value.data[0]));
}

function always(x: Tensor, value: number): Step {
  return { x, thresholds: [], values: [value], valuesAt: [] };
}
