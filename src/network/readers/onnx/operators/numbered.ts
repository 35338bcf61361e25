import type { Branches } from '../branches.ts';
import type { Step } from '../step.ts';
import type { Value } from '../value.ts';

/** The values that belong to those of a function of steps, and that function by their places. */
export function numbered(step: Step, of: (value: number) => Value): Omit<Branches, 'why'> {
  const known = [...new Set([...step.values, ...step.valuesAt])];
  const places = (values: readonly number[]): number[] => values.map((value) => known.indexOf(value));
  return {
    step: { ...step, values: places(step.values), valuesAt: places(step.valuesAt) },
    values: known.map(of),
  };
}
