import { KinksAlong, type NodePath } from '../../line/index.ts';

/** At `alpha` the line passes the boundary between two classes. */
export interface ClassChange {
  readonly alpha: number;
  readonly from: number;
  readonly to: number;
}

/** Where the largest output changes along the line; of equal ones the one that rises fastest is the largest. */
export function classChanges(path: NodePath): ClassChange[] {
  const race = new Race(path);
  const along = new KinksAlong(path);
  while (along.takeUpTo(1)) {
    const { kinks, group } = along;
    race.runTo(kinks.alphas[group]);
    kinks.addChanges(group, race.slopes);
  }
  race.runTo(1);
  return race.changes;
}

/** Outputs that move straight, and the largest of them. */
class Race {
  readonly changes: ClassChange[] = [];
  readonly slopes: Float64Array;
  readonly #values: Float64Array;
  #alpha = 0;
  #leader = 0;

  constructor({ values, slopes }: NodePath) {
    this.#values = Float64Array.from(values);
    this.slopes = Float64Array.from(slopes);
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
    for (let unit = 0; unit < this.slopes.length; unit++) {
      const faster = this.slopes[unit] - this.slopes[this.#leader];
      if (faster <= 0) continue;
      const behind = this.#values[this.#leader] - this.#values[unit];
      const alpha = this.#alpha + Math.max(0, behind / faster);
      if (alpha < (first?.alpha ?? end)) first = { unit, alpha };
    }
    return first;
  }

  #advance(alpha: number): void {
    for (let unit = 0; unit < this.slopes.length; unit++)
      this.#values[unit] += this.slopes[unit] * (alpha - this.#alpha);
    this.#alpha = alpha;
  }
}
