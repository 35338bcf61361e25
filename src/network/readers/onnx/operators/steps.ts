import { sameOrder } from '../../order.ts';
import type { Branches } from '../branches.ts';
import type { Operator, Translate } from '../operator.ts';
import { combined, type Step } from '../step.ts';
import { constantOf, type Constant, type Tensor, type Value } from '../value.ts';
import { add, divide, multiply, negate, subtract } from './arithmetic.ts';
import { cast, casting, identity } from './cast.ts';
import { made as madeOf } from './made.ts';
import { masked } from './masked.ts';
import { numbered } from './numbered.ts';
import { settled } from './settled.ts';
import { chosenBySteps, where } from './where.ts';

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

/** The registry: what is made of branches and of values, branch by branch. */
const operations: Readonly<Record<string, Translate | undefined>> = {
  Add: add,
  Cast: cast,
  Div: divide,
  Identity: identity,
  Mul: multiply,
  Neg: negate,
  Sub: subtract,
  Sum: add,
  Where: where,
};

/**
 * What a node makes of functions of steps: another one, which is kept; or, where something is multiplied or chosen by
 * them and does not jump, a tensor. Undefined of nodes that take none, or do something else with them.
 */
export function ofSteps(operator: Operator): Value | readonly Value[] | undefined {
  const { node, translation } = operator;
  if (node.input.includes('')) return undefined;
  const taken = node.input.map((name) => translation.steps(name));
  const known = taken.filter((of) => of !== undefined).map((of) => ('why' in of ? of.step : of));
  const [first, ...others] = known;
  if (known.length === 0) return undefined;
  const isOne = others.every(({ x }) => x.node === first.x.node && sameOrder(x.order, first.x.order));
  const values = node.input.map((name, i) => taken[i] ?? translation.get(name));
  return isOne && values.some((of) => 'why' in of)
    ? ofBranches(operator, first, values)
    : ofStepsAlone(operator, first, isOne, values.filter(isNoBranch));
}

function isNoBranch(value: Value | Step | Branches): value is Value | Step {
  return !('why' in value);
}

function ofStepsAlone(
  operator: Operator,
  first: Step,
  isOne: boolean,
  values: readonly (Value | Step)[],
): Value | readonly Value[] | undefined {
  const { node, translation } = operator;
  const value = node.opType === 'Cast' ? casting(operator) : functions[node.opType];
  if (isOne && value !== undefined && values.every(isSingle)) {
    const steps = values.map((of) => ('kind' in of ? always(first.x, of.data[0]) : of));
    translation.set(node.output[0], combined(steps, value));
    return [];
  }
  if (node.opType === 'Where' && !('kind' in values[0])) return chosenBySteps(operator, values[0]);
  const factors = values.filter((of) => 'kind' in of);
  return node.opType === 'Mul' && factors.length === 1 ? masked(operator, first, factors[0]) : undefined;
}

/** Branch by branch what the operator makes of values there, of which some are functions of the same steps. */
function ofBranches(
  operator: Operator,
  { x }: Step,
  values: readonly (Value | Step | Branches)[],
): Value | readonly Value[] | undefined {
  const operation = operations[operator.node.opType];
  if (operation === undefined) return undefined;
  const all = values.map((of) => branchesOf(of, x));
  const [{ why }] = values.filter((of) => 'why' in of);
  const places: number[][] = [];
  const step = combined(
    all.map((of) => of.step),
    (...of) => {
      const known = places.findIndex((place) => place.every((number, i) => number === of[i]));
      return known >= 0 ? known : places.push(of) - 1;
    },
  );
  const made = places.map((of, i) =>
    madeOf(
      operator,
      `branch ${i}`,
      operation,
      of.map((place, k) => all[k].values[place]),
    ),
  );
  return settled(operator, { step, values: made, why });
}

function branchesOf(of: Value | Step | Branches, x: Tensor): Omit<Branches, 'why'> {
  if ('why' in of) return of;
  return 'kind' in of ? { step: always(x, 0), values: [of] } : numbered(of, (value) => constantOf([], [value]));
}

function isSingle(value: Value | Step): value is Constant | Step {
  return !('kind' in value) || (value.kind === 'constant' && value.data.every((x) => x === value.data[0]));
}

function always(x: Tensor, value: number): Step {
  return { x, thresholds: [], values: [value], valuesAt: [] };
}
