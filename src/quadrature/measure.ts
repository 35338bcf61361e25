/**
 * Weights over alpha in [0, 1]: a uniform density plus point masses. The Lebesgue measure gives exact
 * integrated gradients, the nodes and weights of a quadrature rule give sampled ones.
 */
export interface Measure {
  /** Mass per unit of alpha. */
  readonly density: number;
  /** Where the point masses are, ascending. */
  readonly nodes: Float64Array;
  /** The point masses. */
  readonly weights: Float64Array;
}

/** Length: the integral against it is the exact one. */
export const lebesgue: Measure = { density: 1, nodes: new Float64Array(), weights: new Float64Array() };

/** All mass, 1, at one alpha: the integral against it is the value there. */
export function pointMass(alpha: number): Measure {
  return { density: 0, nodes: Float64Array.of(alpha), weights: Float64Array.of(1) };
}

/** Mass of [0, 1]. */
export function totalMass({ density, weights }: Measure): number {
  return weights.reduce((sum, weight) => sum + weight, density);
}

/**
 * The function alpha -> mass of [0, alpha), for alphas that never decrease from call to call. A point mass
 * at alpha itself is not in it yet: a node on a breakpoint belongs to the region on its right.
 */
export function massBefore({ density, nodes, weights }: Measure): (alpha: number) => number {
  let next = 0;
  let passed = 0;
  return (alpha) => {
    while (next < nodes.length && nodes[next] < alpha) passed += weights[next++];
    return density * alpha + passed;
  };
}
