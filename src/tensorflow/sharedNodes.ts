import type { Measure } from '../quadrature/index.ts';

/** The nodes of several measures, each distinct one once; nodes are the same if they are equal to the last bit. */
export class SharedNodes {
  readonly nodes: Float64Array;
  readonly #measures: number;
  /** Per node who takes it. */
  readonly #terms: readonly { measure: number; weight: number }[][];

  constructor(measures: readonly Measure[]) {
    const termsOf = new Map<number, { measure: number; weight: number }[]>();
    measures.forEach(({ nodes, weights }, measure) => {
      nodes.forEach((node, i) => {
        const terms = termsOf.get(node) ?? [];
        terms.push({ measure, weight: weights[i] });
        termsOf.set(node, terms);
      });
    });
    this.nodes = Float64Array.from(termsOf.keys());
    this.#measures = measures.length;
    this.#terms = [...termsOf.values()];
  }

  /** Weights of the nodes `begin .. end - 1`, measures x nodes. */
  weights(begin: number, end: number): Float32Array {
    const weights = new Float32Array(this.#measures * (end - begin));
    for (let node = begin; node < end; node++) {
      for (const { measure, weight } of this.#terms[node]) weights[measure * (end - begin) + node - begin] += weight;
    }
    return weights;
  }
}
