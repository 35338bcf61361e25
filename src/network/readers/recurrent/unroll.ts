import type { Value } from '../definitions.ts';
import type { Cell } from './cell.ts';
import { prefixed, type Append } from './nodes.ts';

/** A recurrent layer of a series. */
export interface Unrolled {
  /** What each step gives, in the order in which the steps stand in the series. */
  readonly outputs: readonly Value[];
  /** States behind the step that is taken last. */
  readonly states: readonly Value[];
}

/** A cell at each step of a series, forward or from the last step to the first. */
export function unroll(
  append: Append,
  cell: Cell,
  { steps, states, isBackward }: { steps: readonly Value[]; states: readonly Value[]; isBackward: boolean },
): Unrolled {
  const outputs: Value[] = [];
  let last = states;
  for (let i = 0; i < steps.length; i++) {
    const step = isBackward ? steps.length - 1 - i : i;
    const stepped = cell.step(prefixed(append, `step ${step}`), steps[step], last);
    outputs[step] = stepped.output;
    last = stepped.states;
  }
  return { outputs, states: last };
}
