import type { Linear, TiledMatrix } from '../network/index.ts';
import { departuresOf, makeRoom } from './departures.ts';
import { apartWidth, type ElementwiseUnits } from './elementwiseUnits.ts';
import type { Departures, Entries, Kernels, Memory, Workspace } from './kernels/index.ts';
import { Kinks } from './kinks.ts';
import { LiveMatrix, ranked } from './live.ts';
import { Sums } from './sums.ts';

/** Kinks that are passed on at a time: room for all units so many times over. */
const portion = 4;

/**
 * Follows the units of an activation behind a convolution through a block, if nobody else needs the kinks of that. Most units
 * are far below their thresholds all the while: how far the inputs are off the chords from where the block begins to where it
 * ends says which, and these go straight to its end. Kinks are passed on to the others alone.
 */
export class WindowSweep {
  readonly kinks: Kinks;
  readonly #source: Kinks;
  readonly #matrix: TiledMatrix;
  readonly #units: ElementwiseUnits;
  readonly #needed: boolean;
  readonly #kernels: Kernels;
  readonly #memory: Memory;
  readonly #departures: Departures;
  /** Room for the ranks of the units that are followed. */
  readonly #ranks: Int32Array;
  /** On to those. */
  readonly #live: LiveMatrix;
  readonly #sums: Sums;
  /** Before the activation, counted through them. */
  readonly #passed: Kinks;
  readonly #single: Entries;

  /**
   * @param source kinks of width 1 before the convolution
   * @param units behind it, a single run
   * @param needed are their kinks?
   */
  constructor(
    source: Kinks,
    { matrices }: Linear,
    units: ElementwiseUnits,
    needed: boolean,
    kernels: Kernels,
    workspace: Workspace,
  ) {
    const matrix = workspace.matrix(matrices[0]);
    this.kinks = new Kinks(1, workspace);
    this.#source = source;
    this.#matrix = matrix;
    this.#units = units;
    this.#needed = needed;
    this.#kernels = kernels;
    this.#memory = workspace;
    this.#departures = departuresOf(matrix, 0, workspace);
    this.#ranks = workspace.int32(matrix.rows + 1);
    this.#live = new LiveMatrix(matrix, kernels, workspace);
    this.#sums = new Sums(Math.ceil(matrix.rows / apartWidth) * apartWidth, apartWidth, kernels, workspace);
    this.#passed = new Kinks(apartWidth, workspace);
    this.#single = { units: workspace.int32(0), changes: workspace.float64(0) };
  }

  /** Takes the source's kinks up to `end`, where the block ends. Where that is changes figures within rounding. */
  advance(end: number): void {
    const { kinks } = this;
    kinks.clear();
    if (this.#source.groups > 0) this.#pass();
    this.#units.endBlock(end, kinks);
  }

  #pass(): void {
    const source = this.#source;
    const units = this.#units;
    const followed = this.#leap();
    this.#live.pick(ranked(followed, this.#ranks), this.#departures.units.subarray(0, this.#departures.count));
    const apart = units.part(followed);
    for (let next = 0; next < source.groups; ) {
      next = this.#passFrom(next);
      apart.touch(this.#passed, this.#needed ? this.kinks : undefined);
    }
    const alpha = source.alphas[source.order[source.groups - 1]];
    apart.follow(alpha);
    units.join(apart, alpha);
    units.arrive(alpha);
  }

  /** Brings what goes straight to the last kink; returns the units that are to be followed up to there. */
  #leap(): Int32Array {
    const source = this.#source;
    const units = this.#units;
    const departures = this.#departures;
    makeRoom(departures, source, this.#memory);
    this.#kernels.depart(source, 0, source.groups, units.since, departures);
    return departures.listed.subarray(0, units.leap(this.#matrix, departures, this.#needed));
  }

  /** Passes the source's kinks on to the units that are followed, as many as there is room for; returns the place of the next. */
  #passFrom(place: number): number {
    const passed = this.#passed;
    passed.clear();
    passed.reserve(1, portion * (this.#sums.values.length / apartWidth));
    const next = this.#kernels.passKinks(this.#live, this.#source, place, Infinity, this.#single, this.#sums, passed);
    passed.sort(passed.groups);
    return next;
  }
}
