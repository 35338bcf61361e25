/**
 * Weights over alpha in [0, 1]: a density plus point masses. The Lebesgue measure gives exact integrated
 * gradients, the nodes and weights of a quadrature rule give sampled ones.
 */
export interface Measure {
  /** Mass per unit of alpha: the same everywhere, or in steps. */
  readonly density: number | Steps;
  /** Where the point masses are, ascending. */
  readonly nodes: Float64Array;
  /** The point masses. */
  readonly weights: Float64Array;
}

/** Alphas nearer than this to each other are one: breakpoints, and nodes on breakpoints. */
export const sameAlpha = 1e-12;

/** A function of alpha that is `values[i]` from `alphas[i]` on; the first alpha is 0, they never decrease. */
export interface Steps {
  readonly alphas: Float64Array;
  readonly values: Float64Array;
}

/** Length: the integral against it is the exact one. */
export const lebesgue: Measure = { density: 1, nodes: new Float64Array(), weights: new Float64Array() };

/** All mass, 1, at one alpha: the integral against it is the value there. */
export function pointMass(alpha: number): Measure {
  return { density: 0, nodes: Float64Array.of(alpha), weights: Float64Array.of(1) };
}

/** The measure whose density is a step function. */
export function stepMeasure(density: Steps): Measure {
  return { density, nodes: new Float64Array(), weights: new Float64Array() };
}

/** Mass of [0, 1]. */
export function totalMass(measure: Measure): number {
  return densityBefore(measure.density)(1) + measure.weights.reduce((sum, weight) => sum + weight, 0);
}

/** The values of a step function at alphas that never decrease; at a step it has the value on its right. */
export function stepsAt({ alphas, values }: Steps, at: Float64Array): Float64Array {
  let step = 0;
  return at.map((alpha) => {
    while (step + 1 < alphas.length && alphas[step + 1] <= alpha) step++;
    return values[step];
  });
}

/** The integral of a step function; at a step it has the value on its right. */
export function integrateSteps({ alphas, values }: Steps, { density, nodes, weights }: Measure): number {
  let sum = 0;
  if (density !== 0) {
    const spread = densityBefore(density);
    for (let i = 0, before = spread(0); i < values.length; i++) {
      const after = spread(Math.min(i + 1 < alphas.length ? alphas[i + 1] : 1, 1));
      sum += (after - before) * values[i];
      before = after;
    }
  }
  for (let node = 0, step = 0; node < nodes.length; node++) {
    while (step + 1 < alphas.length && alphas[step + 1] - sameAlpha <= nodes[node]) step++;
    sum += weights[node] * values[step];
  }
  return sum;
}

/** The mass of a density on [0, alpha), for alphas that never decrease from one call to the next. */
export function densityBefore(density: number | Steps): (alpha: number) => number {
  if (typeof density === 'number') return (alpha) => density * alpha;
  const { alphas, values } = density;
  let step = 0;
  let passed = 0;
  return (alpha) => {
    while (step + 1 < alphas.length && alphas[step + 1] <= alpha) {
      passed += values[step] * (alphas[step + 1] - alphas[step]);
      step++;
    }
    return passed + values[step] * (alpha - alphas[step]);
  };
}
