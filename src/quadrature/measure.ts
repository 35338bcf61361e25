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

/**
 * The masses of [0, alpha), for alphas that never decrease from one to the next. A point mass at alpha itself is not
 * in it yet: a node on a breakpoint belongs to the region on its right.
 */
export class MassesBefore {
  readonly #measure: Measure;
  readonly #spread: (alpha: number) => number;
  #next = 0;
  #passed = 0;

  constructor(measure: Measure) {
    this.#measure = measure;
    this.#spread = densityBefore(measure.density);
  }

  /** Writes the masses before the alphas `begin .. end` to `into[at]`, `into[at + step]`, ... */
  write(into: Float64Array | Float32Array, at: number, step: number, alphas: Float64Array, begin: number, end: number): void {
    const { nodes, weights, density } = this.#measure;
    let next = this.#next;
    let passed = this.#passed;
    for (let i = begin; i < end; ) {
      while (next < nodes.length && nodes[next] < alphas[i] - sameAlpha) passed += weights[next++];
      const node = next < nodes.length ? nodes[next] : Infinity;
      for (; i < end && node >= alphas[i] - sameAlpha; i++, at += step) {
        into[at] = density === 0 ? passed : this.#spread(alphas[i]) + passed;
      }
    }
    this.#next = next;
    this.#passed = passed;
  }
}

function densityBefore(density: number | Steps): (alpha: number) => number {
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
