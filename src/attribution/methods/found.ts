import type { Restriction } from '../../line/index.ts';
import type { Shortfall } from '../head/index.ts';

/** What a method finds. */
export interface Found {
  readonly attributions: Float64Array;
  /** The network on the line; exact methods only. */
  readonly restriction?: Restriction;
  /** What integrals of a smooth head's gradient leave open; exact methods only. */
  readonly shortfall?: Shortfall;
  /** One for each attribution. */
  readonly standardError?: Float64Array;
  /** One attribution for each feature. */
  readonly features?: Float64Array;
  /** True of a random method that came to evaluate everything: nothing is left to chance. */
  readonly certain?: boolean;
}
