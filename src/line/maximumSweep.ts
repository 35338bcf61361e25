import type { Maximum } from '../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import type { Memory } from './kernels/index.ts';
import type { KinkReader } from './kinkReader.ts';
import { Kinks } from './kinks.ts';
import type { TrackedUnits } from './trackedUnits.ts';

/**
 * Follows maxima: a unit crosses where another candidate overtakes the largest one. Before a kink touches a
 * candidate, the maxima over it are followed up to there. Candidates that tie along a stretch change nothing.
 */
export class MaximumSweep {
  readonly kinks: Kinks;
  readonly #operation: Maximum;
  readonly #source: KinkReader;
  readonly #candidates: TrackedUnits;
  readonly #selected: Int32Array;
  /** Where each maximum last crossed. */
  readonly #selectedAt: Float64Array;
  readonly #unitsOver: readonly number[][];
  readonly #crossings: BlockCrossings;

  /** @param candidates units of the input; @param selected those that are the largest just after alpha = 0 */
  constructor(operation: Maximum, source: KinkReader, candidates: TrackedUnits, selected: Int32Array, crossings: BlockCrossings, memory: Memory) {
    this.kinks = new Kinks(1, memory);
    this.#operation = operation;
    this.#source = source;
    this.#candidates = candidates;
    this.#selected = Int32Array.from(selected);
    this.#selectedAt = new Float64Array(selected.length);
    this.#unitsOver = unitsOver(operation, candidates.values.length);
    this.#crossings = crossings;
  }

  /** Takes the source's kinks up to `end`, where a portion ends. */
  advance(end: number): number {
    const { kinks } = this;
    kinks.clear();
    this.#source.take(end);
    for (const group of this.#source.order) this.#passOn(group);
    const passed = kinks.groups;
    for (let unit = 0; unit < this.#selected.length; unit++) this.#follow(unit, end);
    this.#crossings.moveTo(kinks);
    kinks.sort(passed);
    return end;
  }

  #passOn(group: number): void {
    const { kinks } = this;
    const alpha = this.#source.alphas[group];
    let reached = 0;
    this.#source.forEach(group, (candidate) => {
      for (const unit of this.#unitsOver[candidate]) this.#follow(unit, alpha);
      reached += this.#unitsOver[candidate].length;
    });
    let out = kinks.open(alpha, reached);
    this.#source.forEach(group, (candidate, change) => {
      this.#candidates.touch(candidate, alpha, this.#candidates.valueAt(candidate, alpha), change);
      for (const unit of this.#unitsOver[candidate]) {
        if (this.#selected[unit] !== candidate) continue;
        kinks.units[out] = unit;
        kinks.changes[out++] = change;
      }
    });
    kinks.close(out);
  }

  /** Records the crossings of a maximum up to an alpha. Each goes to a steeper candidate, so they end. */
  #follow(unit: number, alpha: number): void {
    const { slopes } = this.#candidates;
    for (;;) {
      const next = this.#firstToOvertake(unit, alpha);
      if (next === undefined) return;
      const change = slopes[next.candidate] - slopes[this.#selected[unit]];
      this.#selected[unit] = next.candidate;
      this.#selectedAt[unit] = next.alpha;
      this.#crossings.add(next.alpha, unit, next.candidate, change);
    }
  }

  #firstToOvertake(unit: number, alpha: number): { candidate: number; alpha: number } | undefined {
    const { pointers, candidates } = this.#operation;
    const { slopes, rounding } = this.#candidates;
    const selected = this.#selected[unit];
    const largest = this.#candidates.valueAt(selected, alpha);
    let first: { candidate: number; alpha: number } | undefined;
    for (let i = pointers[unit]; i < pointers[unit + 1]; i++) {
      const candidate = candidates[i];
      const lead = this.#candidates.valueAt(candidate, alpha) - largest;
      if (slopes[candidate] <= slopes[selected] || lead <= rounding[candidate] + rounding[selected]) continue;
      const meeting = Math.max(this.#selectedAt[unit], this.#meeting(candidate, selected));
      const earlier = first === undefined || meeting < first.alpha;
      if (earlier || (meeting === first?.alpha && slopes[candidate] > slopes[first.candidate])) {
        first = { candidate, alpha: meeting };
      }
    }
    return first;
  }

  /** Where a steeper candidate meets the selected one, from where both have their present slopes. */
  #meeting(candidate: number, selected: number): number {
    const { slopes, touchedAt } = this.#candidates;
    const from = Math.max(touchedAt[candidate], touchedAt[selected]);
    const gap = this.#candidates.valueAt(selected, from) - this.#candidates.valueAt(candidate, from);
    return from + Math.max(0, gap / (slopes[candidate] - slopes[selected]));
  }
}

/** For each input unit, the maxima of which it is a candidate. */
function unitsOver({ pointers, candidates }: Maximum, inputs: number): number[][] {
  const over = Array.from({ length: inputs }, (): number[] => []);
  for (let unit = 0; unit + 1 < pointers.length; unit++) {
    for (let i = pointers[unit]; i < pointers[unit + 1]; i++) over[candidates[i]].push(unit);
  }
  return over;
}
