import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import { constantOf, type Value } from '../value.ts';
import { multiply } from './arithmetic.ts';
import { made } from './made.ts';
import { settled } from './settled.ts';
import { numbered } from './numbered.ts';

/** A function of steps times a value, which does not jump where that is 0 wherever the steps are. */
export function masked(operator: Operator, step: Step, factor: Value): Value | readonly Value[] {
  const why = `it multiplies by a function of steps, which jumps at ${step.thresholds.join(', ')}, what is not known to be 0 there, and what a jump adds is in no gradient.`;
  const scaled = (value: number): Value =>
    value === 1 ? factor : made(operator, 'scaled', multiply, [factor, constantOf([], [value])]);
  return settled(operator, { ...numbered(step, scaled), why });
}
