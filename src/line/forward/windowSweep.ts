import type { Linear } from '../../network/index.ts';
import { ChordDeviations, entriesFor, Kinks, SelectedUnits, recorded, type HeldMatrix } from '../memory/index.ts';
import { apartWidth, type SingleRun } from './singleRun.ts';
import { CompactedMatrix, SparseAccumulator, type Kernels, type Passing, type Workspace } from '../kernels/index.ts';
import { KinkReader } from './kinkReader.ts';

/** Kinks in a stretch, at most, and a few more. */
const longest = 2 ** 15;
/** Kinks that are passed on at a time: room for all units so many times over. */
const portion = 4;

/**
 * Follows the units of an activation behind a convolution through a block, if nobody else needs the kinks of that. Over
 * a stretch of it most units are far below their thresholds: how far the inputs are off the chords from where the
 * stretch begins to where it ends says which, and these go straight to its end. Kinks are passed on to the others
 * alone.
 */
export class WindowSweep {
  readonly kinks: Kinks;
  readonly #source: KinkReader;
  readonly #matrix: HeldMatrix;
  readonly #units: SingleRun;
  readonly #needed: boolean;
  readonly #kernels: Kernels;
  readonly #deviations: ChordDeviations;
  /** The units that are followed. */
  readonly #followed: SelectedUnits;
  /** On to those. */
  readonly #compacted: CompactedMatrix;
  readonly #sums: SparseAccumulator;
  /** Before the activation, counted through them. */
  readonly #passed: Kinks;
  readonly #passing: Passing;
  readonly #most: number;

  /**
   * @param source kinks of width 1 before the convolution
   * @param units behind it, a single run
   * @param needed are their kinks?
   * @param most kinks in a portion, unless a single stretch has more
   */
  constructor(
    source: Kinks,
    { matrices }: Linear,
    units: SingleRun,
    needed: boolean,
    most: number,
    workspace: Workspace,
  ) {
    const matrix = workspace.matrix(matrices[0]);
    this.kinks = new Kinks(1, workspace);
    this.#source = new KinkReader(source, workspace);
    this.#matrix = matrix;
    this.#units = units;
    this.#needed = needed;
    this.#kernels = workspace.kernels;
    this.#deviations = new ChordDeviations(matrix, 0, workspace);
    this.#followed = new SelectedUnits(matrix.rows, workspace);
    this.#compacted = new CompactedMatrix(matrix, workspace);
    this.#sums = new SparseAccumulator(Math.ceil(matrix.rows / apartWidth) * apartWidth, apartWidth, workspace);
    this.#passed = new Kinks(apartWidth, workspace);
    this.#passing = recorded(workspace, 'Passing', {
      matrix: this.#compacted,
      single: entriesFor(0, workspace),
      sums: this.#sums,
      out: this.#passed,
    });
    this.#most = most;
  }

  /**
   * Takes the source's kinks up to `end`, or as many as there is room for. Where that and stretches are changes figures
   * within rounding.
   */
  advance(end: number): number {
    const { kinks } = this;
    const { alphas, order, size } = this.#source.source;
    kinks.clear();
    this.#deviations.makeRoom(this.#source.source);
    const share = size / Math.ceil(size / Math.min(longest, this.#most));
    const all = this.#source.endOf(end);
    while (this.#source.place < all && kinks.size < this.#most) {
      const to = this.#endOf(this.#source.place, all, share);
      this.#passStretch(this.#source.place, to);
      this.#source.place = to;
    }
    const { place } = this.#source;
    const reached = place === all ? end : alphas[order[place - 1]];
    this.#units.endBlock(reached, kinks);
    return reached;
  }

  /** Where a stretch ends that has so many kinks, and all at the last alpha. */
  #endOf(from: number, end: number, size: number): number {
    const { alphas, order, starts } = this.#source.source;
    let to = from;
    for (let kinks = 0; to < end && (kinks < size || alphas[order[to]] === alphas[order[to - 1]]); to++) {
      kinks += starts[order[to] + 1] - starts[order[to]];
    }
    return to;
  }

  /** Passes a stretch, between two places in the source's order. */
  #passStretch(from: number, to: number): void {
    const units = this.#units;
    const followed = this.#skipStable(from, to);
    this.#followed.set(followed);
    this.#compacted.pick(this.#followed, this.#deviations.units.subarray(0, this.#deviations.count));
    const alpha = this.#deviations.kinks.alphas[to - from - 1];
    units.apart(followed, alpha, (apart) => {
      for (let next = from; next < to;) {
        next = this.#passFrom(next, to);
        apart.applyKinks(this.#passed, this.#needed ? this.kinks : undefined);
      }
    });
    units.arrive(alpha);
  }

  /** Brings what goes straight to where a stretch ends; returns the units that are to be followed up to there. */
  #skipStable(from: number, to: number): Int32Array {
    const units = this.#units;
    const deviations = this.#deviations;
    this.#kernels.boundDeviations(this.#source.source, from, to, units.since, deviations);
    return deviations.listed.subarray(0, units.skipStable(this.#matrix, deviations, this.#needed));
  }

  /**
   * Passes kinks before the place `to` on to the units that are followed, as many as there is room for; returns the
   * place of the next.
   */
  #passFrom(place: number, to: number): number {
    const passed = this.#passed;
    passed.clear();
    passed.reserve(1, portion * (this.#sums.values.length / apartWidth));
    const next = this.#kernels.passKinks(this.#passing, this.#source.source, place, to, Infinity);
    passed.sort(passed.groups);
    return next;
  }
}
