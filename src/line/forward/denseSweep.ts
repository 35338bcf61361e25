import type { Linear } from '../../network/index.ts';
import { ChordDeviations, Kinks, together, type HeldMatrix } from '../memory/index.ts';
import type { SingleRun } from './singleRun.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import { KinkReader } from './kinkReader.ts';
import { LinearSweep } from './linearSweep.ts';

/** Kinks in a stretch, at first and at least. */
const [usual, fewest] = [64, 16];
/**
 * What things cost, over the product of a weight: a stretch, a kink's entry that is summed up, a unit brought forward
 * by a deviation, one that is taken from kink to kink, a weight of it that is picked out, one that is touched.
 */
const costs = { stretch: 2 ** 15, entry: 28, skip: 3, step: 256, pick: 4, touch: 8 };

/**
 * Follows the units of an activation behind a dense layer through a block, if nobody else needs the kinks of that. Over
 * a stretch of the line few units change their pieces. The others go straight to its end: how far the inputs are off
 * the chords from where they begin to where they end bounds how far a unit is off its own, so that it cannot have been
 * beyond a threshold in between. Only active units pass kinks on: if those are needed, they are followed as well.
 */
export class DenseSweep {
  readonly kinks: Kinks;
  readonly #matrix: HeldMatrix;
  readonly #source: KinkReader;
  readonly #units: SingleRun;
  readonly #needed: boolean;
  readonly #kernels: Kernels;
  readonly #deviations: ChordDeviations;
  readonly #all: () => LinearSweep;
  /** Groups in a portion, each of which may become a kink of every unit. */
  readonly #mostGroups: number;
  /** Kinks in a stretch. */
  #count = usual;

  /**
   * @param source kinks of width 1 before the dense layer
   * @param units behind it, a single run
   * @param needed are their kinks?
   * @param most kinks in a portion, unless a single group has more
   */
  constructor(source: Kinks, linear: Linear, units: SingleRun, needed: boolean, most: number, workspace: Workspace) {
    const [matrix] = linear.matrices;
    this.kinks = new Kinks(1, workspace);
    this.#source = new KinkReader(source, workspace);
    this.#mostGroups = Math.max(1, Math.floor(most / matrix.rows));
    this.#matrix = workspace.matrix(matrix);
    this.#units = units;
    this.#needed = needed;
    this.#kernels = workspace.kernels;
    this.#deviations = new ChordDeviations(matrix, together, workspace);
    this.#all = once(() => new LinearSweep(linear, [this.#source], most, workspace));
  }

  /**
   * Takes the source's kinks up to `end`, or as many as there is room for. No stretch reaches over that, which changes
   * figures within rounding.
   */
  advance(end: number): number {
    const { kinks } = this;
    kinks.clear();
    const all = this.#source.endOf(end);
    const to = Math.min(all, this.#source.place + this.#mostGroups);
    this.#skipStretches(to);
    let reached = to === all ? end : this.#alphaBefore(to);
    if (this.#source.place < to) {
      reached = this.#all().advance(reached);
      this.#units.applyKinks(this.#all().kinks, this.#needed ? kinks : undefined);
    }
    this.#units.endBlock(reached, kinks);
    return reached;
  }

  #alphaBefore(place: number): number {
    const { alphas, order } = this.#source.source;
    return alphas[order[place - 1]];
  }

  /** Passes stretches up to a place, as long as that costs less than to touch all units by each kink. */
  #skipStretches(end: number): void {
    const source = this.#source;
    const { kinks } = this.#deviations;
    this.#deviations.makeRoom(source.source);
    const { rows } = this.#matrix;
    const active = this.#needed ? this.#units.active : 0;
    for (let pays = active < rows / 2; pays && source.place < end;) {
      const to = Math.min(end, source.place + this.#count);
      const stepped = this.#passStretch(source.place, to);
      const skipping = costs.stretch + costs.entry * kinks.size + costs.skip * rows * this.#deviations.count;
      const stepping = costs.step + costs.pick * this.#deviations.count + kinks.size + costs.touch * kinks.groups;
      pays = skipping + stepped * stepping < rows * (kinks.size + costs.touch * kinks.groups);
      // The longer a stretch, the less of the one and the more of the other to a kink: it is best to have as much of
      // both.
      const share = ((stepped - active) * stepping) / skipping;
      if (share > 2) this.#count = Math.max(fewest, this.#count / 2);
      else if (share < 1 / 2 && to - source.place === this.#count) this.#count *= 2;
      source.place = to;
    }
  }

  /** Passes a stretch of kinks; returns how many units were taken from kink to kink. */
  #passStretch(from: number, to: number): number {
    const deviations = this.#deviations;
    const units = this.#units;
    this.#kernels.boundDeviations(this.#source.source, from, to, units.since, deviations);
    const count = units.skipStable(this.#matrix, deviations, this.#needed);
    if (this.#needed) deviations.makeRoomToPass((to - from) * count);
    units.stepThroughKinks(this.#matrix, deviations, count, this.#needed);
    if (this.#needed) this.#emit(count);
    units.arrive(deviations.kinks.alphas[to - from - 1]);
    return count;
  }

  /** Appends what these units let pass. */
  #emit(count: number): void {
    const { kinks } = this;
    const { listed, passed, kinks: source } = this.#deviations;
    kinks.reserve(source.groups, source.groups * count);
    for (let group = 0; group < source.groups; group++) {
      const alpha = source.alphas[group];
      if (group + 1 < source.groups && source.alphas[group + 1] === alpha) continue;
      let at = kinks.open(alpha, count);
      for (let i = 0; i < count; i++) {
        const change = passed[group * count + i];
        if (change === 0) continue;
        kinks.units[at] = listed[i];
        kinks.changes[at++] = change;
      }
      kinks.close(at);
    }
  }
}

/** Makes something when it is first needed. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
