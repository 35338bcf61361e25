import { kernelsFor, matricesOf, outputKinks, type Restriction } from '../../line/index.ts';

/** At `alpha` the line passes the boundary between two classes. */
export interface ClassChange {
  readonly alpha: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Where the largest output changes along the line; of equal ones the one that rises fastest is the largest.
 *
 * @param restriction that remembers its outputs
 */
export function classChanges(restriction: Restriction): ClassChange[] {
  const { graph, output } = restriction;
  return kernelsFor(graph).use(matricesOf(graph), (workspace) => {
    const slopes = workspace.float64(output.slope.length);
    slopes.set(output.slope);
    const race = new Race(output.value, slopes);
    const kinks = outputKinks(restriction, workspace);
    while (kinks.takeUpTo(1)) {
      race.runTo(kinks.alpha);
      kinks.addTo(slopes);
    }
    race.runTo(1);
    return race.changes;
  });
}

/** Outputs that move straight, and the largest of them. */
class Race {
  readonly changes: ClassChange[] = [];
  readonly #slopes: Float64Array;
  readonly #values: Float64Array;
  #alpha = 0;
  #leader = 0;

  /** @param slopes which change where outputs bend */
  constructor(values: Float64Array, slopes: Float64Array) {
    this.#values = values.slice();
    this.#slopes = slopes;
    for (let unit = 1; unit < values.length; unit++) {
      const ahead = values[unit] - values[this.#leader];
      if (ahead > 0 || (ahead === 0 && slopes[unit] > slopes[this.#leader])) this.#leader = unit;
    }
  }

  runTo(end: number): void {
    for (let next = this.#nextLeader(end); next !== undefined; next = this.#nextLeader(end)) {
      this.#advance(next.alpha);
      this.changes.push({ alpha: next.alpha, from: this.#leader, to: next.unit });
      this.#leader = next.unit;
    }
    this.#advance(end);
  }

  /** Who overtakes the leader first, before an end. Each new leader is faster than the one before, so it ends. */
  #nextLeader(end: number): { unit: number; alpha: number } | undefined {
    let first: { unit: number; alpha: number } | undefined;
    for (let unit = 0; unit < this.#slopes.length; unit++) {
      const faster = this.#slopes[unit] - this.#slopes[this.#leader];
      if (faster <= 0) continue;
      const behind = this.#values[this.#leader] - this.#values[unit];
      const alpha = this.#alpha + Math.max(0, behind / faster);
      if (alpha < (first?.alpha ?? end)) first = { unit, alpha };
    }
    return first;
  }

  #advance(alpha: number): void {
    for (let unit = 0; unit < this.#slopes.length; unit++)
      this.#values[unit] += this.#slopes[unit] * (alpha - this.#alpha);
    this.#alpha = alpha;
  }
}
