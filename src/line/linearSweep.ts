import { forEachTile, type Linear, type TiledMatrix } from '../network/index.ts';
import type { Kernels, Workspace } from './kernels/index.ts';
import { Kinks } from './kinks.ts';

/** Units and changes from `begin` on, before `end`. */
interface Entries {
  readonly units: Int32Array;
  readonly changes: Float64Array;
  readonly begin: number;
  readonly end: number;
}

/** Passes kinks through a linear node: a kink of size d at unit j becomes kinks of size `d * M[:, j]`, in runs of a tile's rows. */
export class LinearSweep {
  readonly kinks: Kinks;
  readonly #kernels: Kernels;
  readonly #matrices: readonly TiledMatrix[];
  readonly #weights: readonly Float64Array[];
  readonly #sources: readonly Kinks[];
  readonly #heads: Int32Array;
  /** For each run of rows where in the kinks the current group has it, -1 if nowhere. */
  readonly #places: Int32Array;
  /** Room for a group of runs unit by unit. */
  readonly #single: { readonly units: Int32Array; readonly changes: Float64Array };
  #end = 0;

  /** @param sources kinks of the inputs in the current block, sorted */
  constructor({ matrices }: Linear, sources: readonly Kinks[], kernels: Kernels, workspace: Workspace) {
    const [{ rows, tileRows }] = matrices;
    this.kinks = new Kinks(tileRows, workspace);
    this.#kernels = kernels;
    this.#matrices = matrices;
    this.#weights = matrices.map((matrix) => workspace.weights(matrix));
    this.#sources = sources;
    const longest = Math.max(...matrices.map(({ columns }, i) => (sources[i].width === 1 ? 0 : columns)));
    this.#single = { units: workspace.int32(longest), changes: workspace.float64(longest) };
    this.#heads = new Int32Array(sources.length);
    this.#places = new Int32Array(rows / tileRows).fill(-1);
  }

  /** Takes the sources' kinks of one block. Groups at the same alpha become one. */
  advance(): void {
    const { kinks } = this;
    kinks.clear();
    this.#heads.fill(0);
    for (;;) {
      const alpha = this.#nextAlpha();
      if (alpha === Infinity) break;
      const start = kinks.open(alpha, this.#places.length);
      this.#end = start;
      this.#sources.forEach((source, i) => {
        while (this.#alphaOf(source, i) === alpha) this.#pass(i, source, source.order[this.#heads[i]++]);
      });
      for (let run = start; run < this.#end; run++) this.#places[kinks.units[run] / kinks.width] = -1;
      kinks.close(this.#end);
    }
    kinks.sort(kinks.groups);
  }

  /** Adds, to the group that is open, the columns of a group of an input. */
  #pass(input: number, source: Kinks, group: number): void {
    const matrix = this.#matrices[input];
    const weights = this.#weights[input];
    const { tileRows } = matrix;
    const { units, changes, begin, end } = this.#entriesOf(source, group);
    forEachTile(matrix, units, begin, end, (start, offset, from, to) => {
      const at = this.#placeOf(start) * tileRows;
      this.#kernels.addTile(this.kinks.changes, at, weights, offset, tileRows, units, changes, from, to);
    });
  }

  /** A group unit by unit. */
  #entriesOf(source: Kinks, group: number): Entries {
    const { width, starts, units, changes } = source;
    if (width === 1) return { units, changes, begin: starts[group], end: starts[group + 1] };
    const single = this.#single;
    let end = 0;
    source.forEach(group, (unit, change) => {
      single.units[end] = unit;
      single.changes[end++] = change;
    });
    return { ...single, begin: 0, end };
  }

  #placeOf(unit: number): number {
    const { kinks } = this;
    const run = unit / kinks.width;
    if (this.#places[run] < 0) {
      this.#places[run] = this.#end;
      kinks.units[this.#end] = unit;
      kinks.changes.fill(0, this.#end * kinks.width, (this.#end + 1) * kinks.width);
      this.#end++;
    }
    return this.#places[run];
  }

  #nextAlpha(): number {
    return this.#sources.reduce((least, source, i) => Math.min(least, this.#alphaOf(source, i)), Infinity);
  }

  #alphaOf(source: Kinks, i: number): number {
    const head = this.#heads[i];
    return head < source.groups ? source.alphas[source.order[head]] : Infinity;
  }
}
