import { counted, type Memory, type SelectedUnits } from '../memory/index.ts';

/** What a node's output goes into. */
export interface Reader {
  /** Adds the parts of the cumulative adjoints of the first `count` of some units that come back from here. */
  pull(output: OutputAdjoint, units: Int32Array, count: number): void;
}

/** Counts the alphas at which adjoints are asked for: what was found at an earlier one does not count any more. */
export interface Clock {
  now: number;
  /** Whether those that were given are left out, so that what comes from bases is found alone. */
  basesAlone: boolean;
}

/**
 * The cumulative adjoints of a node's output, `integral dF/dh d(alpha)` over [0, alpha] of each unit h: found where
 * they are asked for, once for each alpha. Those of a node without readers are what they were given.
 */
export class OutputAdjoint {
  readonly readers: Reader[] = [];
  /** Of all units, or of those that are active, one after the other. */
  readonly values: Float64Array;
  /** The units whose adjoint is not 0 all along the line, where these are few. */
  readonly active: SelectedUnits | undefined;
  /** Those that are active, or all. */
  readonly units: Int32Array;
  readonly #clock: Clock;
  /** When all of them were found, and when each was. */
  #allFoundAt = 0;
  readonly #foundAt: Int32Array;
  readonly #missing: Int32Array;

  constructor(size: number, active: SelectedUnits | undefined, clock: Clock, memory: Memory) {
    this.values = memory.float64(active?.units.length ?? size);
    this.active = active;
    this.units = active?.units ?? counted(size, memory);
    this.#clock = clock;
    this.#foundAt = new Int32Array(size);
    this.#missing = memory.int32(size);
  }

  get isGiven(): boolean {
    return this.readers.length === 0;
  }

  /** Whether they are given, and left out at the moment. */
  get isLeftOut(): boolean {
    return this.#clock.basesAlone && this.isGiven;
  }

  /** Finds those of the first `count` of some units, which are active. */
  find(units: Int32Array, count: number): void {
    if (this.isGiven || this.#allFoundAt === this.#clock.now) return;
    const missing = this.#missing;
    let all = 0;
    for (let i = 0; i < count; i++) {
      const unit = units[i];
      if (this.#foundAt[unit] === this.#clock.now) continue;
      this.#foundAt[unit] = this.#clock.now;
      this.values[this.#placeOf(unit)] = 0;
      missing[all++] = unit;
    }
    if (all === 0) return;
    for (const reader of this.readers) reader.pull(this, missing, all);
  }

  /** Finds those of all units that are active. */
  findAll(): void {
    if (this.isGiven || this.#allFoundAt === this.#clock.now) return;
    this.#allFoundAt = this.#clock.now;
    this.values.fill(0);
    for (const reader of this.readers) reader.pull(this, this.units, this.units.length);
  }

  add(unit: number, part: number): void {
    this.values[this.#placeOf(unit)] += part;
  }

  /** Of a unit that was found at this alpha. */
  of(unit: number): number {
    return this.isLeftOut ? 0 : this.values[this.#placeOf(unit)];
  }

  /** Of all units, of which those were found at this alpha that are active. */
  all(): Float64Array {
    if (this.active === undefined) return this.values.slice();
    const all = new Float64Array(this.#foundAt.length);
    this.active.units.forEach((unit, place) => (all[unit] = this.values[place]));
    return all;
  }

  isActive(unit: number): boolean {
    return this.active === undefined || this.active.ranks[unit] < this.active.ranks[unit + 1];
  }

  #placeOf(unit: number): number {
    return this.active === undefined ? unit : this.active.ranks[unit];
  }
}
