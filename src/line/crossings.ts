/** Units changing their linear piece before alpha = 1: unit `units[i]` of node `nodes[i]` enters piece `pieces[i]` at `alphas[i]`. */
export interface Crossings {
  readonly alphas: Float64Array;
  readonly nodes: Int32Array;
  readonly units: Int32Array;
  /** As in `Start.pieces`. */
  readonly pieces: Int32Array;
}

/** Gathers crossings in any order; what rounding puts at alpha = 1 or beyond is not on the line. */
export class CrossingList {
  readonly #alphas: number[] = [];
  readonly #nodes: number[] = [];
  readonly #units: number[] = [];
  readonly #pieces: number[] = [];

  add(alpha: number, node: number, unit: number, piece: number): void {
    if (alpha >= 1) return;
    this.#alphas.push(alpha);
    this.#nodes.push(node);
    this.#units.push(unit);
    this.#pieces.push(piece);
  }

  /** All of them by ascending alpha; those at one alpha in the order in which they were added. */
  sorted(): Crossings {
    const alphas = this.#alphas;
    const order = Int32Array.from(alphas.keys()).sort((a, b) => alphas[a] - alphas[b] || a - b);
    const pick = (from: readonly number[]): Int32Array => order.map((i) => from[i]);
    return {
      alphas: Float64Array.from(order, (i) => alphas[i]),
      nodes: pick(this.#nodes),
      units: pick(this.#units),
      pieces: pick(this.#pieces),
    };
  }
}
