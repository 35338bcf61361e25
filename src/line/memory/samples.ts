import type { ResolvedRule } from '../../quadrature/index.ts';
import type { Memory } from './memory.ts';
import { MemoryRecord, type InMemory } from './records.ts';

/** Units that move straight: their values where they are, and their slopes. */
export interface Way extends InMemory {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/** The gradient of a function of some units at the nodes of a rule. */
export class Samples implements InMemory {
  readonly gradients: Float64Array[] = [];
  readonly address: number;
  readonly #addresses: Int32Array;

  constructor(
    readonly rule: ResolvedRule,
    units: number,
    memory: Memory,
  ) {
    const {
      nodes: { length: nodes },
      tests: [first, last],
    } = rule;
    const weights = memory.float64(3 * nodes + 2);
    [rule, first, last].forEach((row, i) => {
      weights.set(row.weights, i * nodes);
    });
    weights.set([first.surely, last.surely], 3 * nodes);
    this.#addresses = memory.int32(nodes);
    const halfPowers = { firstHalfPower: 2 * first.power, lastHalfPower: 2 * last.power };
    const values = { units, nodes, gradients: this.#addresses, weights, ...halfPowers };
    this.address = new MemoryRecord(memory, 'Samples', values).address;
  }

  /** The gradient at a node, where it stands in the memory. */
  set(node: number, gradient: Float64Array): void {
    this.gradients[node] = gradient;
    this.#addresses[node] = gradient.byteOffset;
  }
}
