import type { Linear, TiledMatrix } from '../network/index.ts';
import type { Kernels, Workspace } from './kernels/index.ts';
import { Kinks } from './kinks.ts';
import { Sums } from './sums.ts';

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
  readonly #matrices: readonly TiledMatrix[];
  readonly #sources: readonly Kinks[];
  readonly #heads: Int32Array;
  readonly #sums: Sums;
  /** Room for a group of runs unit by unit. */
  readonly #single: { readonly units: Int32Array; readonly changes: Float64Array };

  /** @param sources kinks of the inputs in the current block, sorted */
  constructor({ matrices }: Linear, sources: readonly Kinks[], kernels: Kernels, workspace: Workspace) {
    const [{ rows, tileRows }] = matrices;
    this.kinks = new Kinks(tileRows, workspace);
    this.#matrices = matrices.map((matrix) => workspace.matrix(matrix));
    this.#sources = sources;
    this.#heads = new Int32Array(sources.length);
    this.#sums = new Sums(rows, tileRows, kernels, workspace);
    const longest = Math.max(...matrices.map(({ columns }, i) => (sources[i].width === 1 ? 0 : columns)));
    this.#single = { units: workspace.int32(longest), changes: workspace.float64(longest) };
  }

  /** Takes the sources' kinks of one block. Groups at the same alpha become one. */
  advance(): void {
    const { kinks } = this;
    kinks.clear();
    this.#heads.fill(0);
    for (let alpha = this.#nextAlpha(); alpha < Infinity; alpha = this.#nextAlpha()) {
      this.#sources.forEach((source, i) => {
        while (this.#alphaOf(source, i) === alpha) {
          const { units, changes, begin, end } = this.#entriesOf(source, source.order[this.#heads[i]++]);
          this.#sums.addColumns(this.#matrices[i], units, changes, begin, end);
        }
      });
      const at = kinks.open(alpha, this.#sums.count);
      kinks.close(this.#sums.moveTo(kinks, at));
    }
    kinks.sort(kinks.groups);
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

  #nextAlpha(): number {
    return this.#sources.reduce((least, source, i) => Math.min(least, this.#alphaOf(source, i)), Infinity);
  }

  #alphaOf(source: Kinks, i: number): number {
    const head = this.#heads[i];
    return head < source.groups ? source.alphas[source.order[head]] : Infinity;
  }
}
