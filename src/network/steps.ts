/**
 * The layer that another one is part of at a step of a series, as readers of recurrent layers name them: `lstm` of
 * `lstm/forward/step 3/input gate`; undefined of all others.
 */
export function steppedLayer(name: string): string | undefined {
  return /^(.+?)\/(?:(?:item \d+|forward|backward)\/)*steps? \d/.exec(name)?.[1];
}
