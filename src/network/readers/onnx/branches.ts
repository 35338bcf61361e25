import type { Step } from './step.ts';
import type { Value } from './value.ts';

/** What is one value or another by a function of steps, whose values are their places in the list, and jumps. */
export interface Branches {
  readonly step: Step;
  readonly values: readonly Value[];
  /** Why it is known to jump, or not known not to. */
  readonly why: string;
}
