/** What integrals of a head's gradient leave open. */
export interface Shortfall {
  /** By how much they miss what the head changes, the sum over stretches of the line. */
  readonly missed: number;
  /** The length of what was not looked at closely enough to tell what the head does there. */
  readonly unlooked: number;
}

export const noShortfall: Shortfall = { missed: 0, unlooked: 0 };
