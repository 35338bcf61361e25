import type { Linear, TiledMatrix } from '../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import type { ElementwiseUnits } from './elementwiseUnits.ts';
import type { Departures, Kernels, Memory, Workspace } from './kernels/index.ts';
import { FewUnits } from './fewUnits.ts';
import { Kinks } from './kinks.ts';
import { LinearSweep } from './linearSweep.ts';

/** Kinks in a stretch, at first and at least. */
const [usual, fewest] = [64, 16];
/** What things cost, over the product of a weight: a stretch, a kink's entry that is summed up, a unit brought forward by a departure, one that is followed, one that is touched. */
const costs = { stretch: 2 ** 15, entry: 16, leap: 2, follow: 256, touch: 8 };

/**
 * Follows the units of an activation behind a dense layer through a block, if nobody needs the kinks of either, as in the last
 * hidden layer. Over a stretch of the line few units change their pieces. The others go straight to its end: how far the inputs
 * depart from straight lines bounds how far a unit does, so that it cannot have been beyond a threshold in between.
 */
export class DenseSweep {
  readonly kinks = new Kinks();
  readonly #matrix: TiledMatrix;
  readonly #source: Kinks;
  readonly #units: ElementwiseUnits;
  readonly #crossings: BlockCrossings;
  readonly #kernels: Kernels;
  readonly #departures: Departures;
  readonly #few: () => FewUnits;
  readonly #all: () => LinearSweep;
  /** Kinks in a stretch. */
  #count = usual;

  /**
   * @param source kinks of width 1 before the dense layer
   * @param unitsBehind makes the units behind it, and others of their kind to stand for those that do not go straight
   */
  constructor(
    source: Kinks,
    linear: Linear,
    unitsBehind: () => ElementwiseUnits,
    crossings: BlockCrossings,
    kernels: Kernels,
    workspace: Workspace,
  ) {
    const [matrix] = linear.matrices;
    this.#source = source;
    this.#matrix = workspace.matrix(matrix);
    this.#units = unitsBehind();
    this.#crossings = crossings;
    this.#kernels = kernels;
    this.#departures = departuresOf(matrix, workspace);
    this.#few = once(() => new FewUnits(unitsBehind(), matrix.rows, kernels, workspace));
    this.#all = once(() => new LinearSweep(linear, [source], kernels, workspace));
  }

  /** Takes the source's kinks up to `end`, where the block ends. No stretch reaches over it, which changes figures within rounding. */
  advance(end: number): void {
    const place = this.#leap();
    if (place < this.#source.groups) {
      const { kinks } = this.#all();
      this.#all().pass(place);
      this.#units.touch(kinks, undefined);
    }
    this.#units.follow(end);
    this.#crossings.forget();
  }

  /** Passes stretches as long as that costs less than to touch all units by each kink; returns the place of the next kink. */
  #leap(): number {
    const { groups, size } = this.#source;
    const { kinks } = this.#departures;
    kinks.clear();
    kinks.reserve(groups, size);
    let place = 0;
    for (let pays = true; pays && place < groups; ) {
      const to = Math.min(groups, place + this.#count);
      const followed = this.#pass(place, to);
      const leaping = costs.stretch + costs.entry * kinks.size + costs.leap * this.#matrix.rows * this.#departures.count;
      const following = followed * (costs.follow + kinks.size + costs.touch * kinks.groups);
      pays = leaping + following < this.#costOfAll(kinks.size, kinks.groups);
      // The longer a stretch, the less of the one and the more of the other to a kink: it is best to have as much of both.
      if (following > 2 * leaping) this.#count = Math.max(fewest, this.#count / 2);
      else if (following < leaping / 2 && to - place === this.#count) this.#count *= 2;
      place = to;
    }
    return place;
  }

  /** What it costs to touch all units by kinks. */
  #costOfAll(entries: number, groups: number): number {
    return this.#matrix.rows * (entries + costs.touch * groups);
  }

  /** Passes a stretch of kinks; returns how many units were followed. */
  #pass(from: number, to: number): number {
    const departures = this.#departures;
    const units = this.#units;
    this.#kernels.depart(this.#source, from, to, departures);
    const count = units.leap(this.#matrix, departures);
    if (count > 0) this.#few().follow(units, this.#matrix, departures, count);
    units.arrive(departures.kinks.alphas[to - from - 1]);
    return count;
  }
}

/** Makes something when it is first needed. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Room for the departures in front of a dense layer. */
function departuresOf({ rows, columns }: TiledMatrix, memory: Memory): Departures {
  return {
    count: 0,
    units: memory.int32(columns),
    numbers: memory.float64(4 * columns),
    places: memory.int32(columns),
    kinks: new Kinks(1, memory),
    sums: memory.float64(6 * Math.ceil(rows / 2) + 6),
    listed: memory.int32(rows + 1),
  };
}
