import type { Maximum } from '../../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import { maximaOver } from '../graph/index.ts';
import { Kinks, type Memory } from '../memory/index.ts';
import type { KinkReader } from './kinkReader.ts';
import type { TrackedUnits } from './trackedUnits.ts';

/**
 * Follows maxima: a unit crosses where another candidate overtakes the largest one. Before a kink touches a
 * candidate, the maxima over it are followed up to there. Of candidates that tie along a stretch the first is selected;
 * where it comes to tie with another one, the slope does not change.
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
  /** Maxima whose candidates may tie from an alpha on, which is known once all kinks there have passed. */
  #unsettled: number[] = [];
  #unsettledAt = 0;

  /** @param candidates units of the input; @param selected those that are the largest just after alpha = 0 */
  constructor(
    operation: Maximum,
    source: KinkReader,
    candidates: TrackedUnits,
    selected: Int32Array,
    crossings: BlockCrossings,
    memory: Memory,
  ) {
    this.kinks = new Kinks(1, memory);
    this.#operation = operation;
    this.#source = source;
    this.#candidates = candidates;
    this.#selected = Int32Array.from(selected);
    this.#selectedAt = new Float64Array(selected.length);
    this.#unitsOver = maximaOver(operation, candidates.values.length);
    this.#crossings = crossings;
  }

  /** Takes the source's kinks up to `end`, where a portion ends. */
  advance(end: number): number {
    const { kinks } = this;
    kinks.clear();
    this.#source.take(end);
    for (const group of this.#source.order) {
      if (this.#source.alphas[group] > this.#unsettledAt) this.#settle();
      this.#passOn(group);
    }
    if (end > this.#unsettledAt) this.#settle();
    const passed = kinks.groups;
    for (let unit = 0; unit < this.#selected.length; unit++) this.#findCrossings(unit, end);
    this.#crossings.moveTo(kinks);
    kinks.sort(passed);
    return end;
  }

  #passOn(group: number): void {
    const { kinks } = this;
    const alpha = this.#source.alphas[group];
    let reached = 0;
    this.#source.forEach(group, (candidate) => {
      for (const unit of this.#unitsOver[candidate]) this.#findCrossings(unit, alpha);
      reached += this.#unitsOver[candidate].length;
    });
    let out = kinks.open(alpha, reached);
    this.#source.forEach(group, (candidate, change) => {
      this.#candidates.applyKink(candidate, alpha, this.#candidates.valueAt(candidate, alpha), change);
      for (const unit of this.#unitsOver[candidate]) {
        if (this.#candidates.tie(candidate, this.#selected[unit], alpha)) this.#unsettled.push(unit);
        if (this.#selected[unit] !== candidate) continue;
        kinks.units[out] = unit;
        kinks.changes[out++] = change;
      }
    });
    kinks.close(out);
    this.#unsettledAt = alpha;
  }

  /** Selects the first of candidates that tie; what passed until here came from the one that was selected. */
  #settle(): void {
    const alpha = this.#unsettledAt;
    for (const unit of this.#unsettled) {
      const first = this.#firstOf(unit, this.#selected[unit], alpha);
      if (first !== this.#selected[unit]) this.#select(unit, first, alpha, 0);
    }
    this.#unsettled = [];
  }

  /** The first of the candidates that tie with one of them. */
  #firstOf(unit: number, candidate: number, alpha: number): number {
    const { pointers, candidates } = this.#operation;
    let i = pointers[unit];
    while (candidates[i] !== candidate && !this.#candidates.tie(candidates[i], candidate, alpha)) i++;
    return candidates[i];
  }

  #select(unit: number, candidate: number, alpha: number, change: number): void {
    this.#selected[unit] = candidate;
    this.#selectedAt[unit] = alpha;
    this.#crossings.add(alpha, unit, candidate, change);
  }

  /** Records the crossings of a maximum up to an alpha. Each goes to a steeper candidate, so they end. */
  #findCrossings(unit: number, alpha: number): void {
    const { slopes } = this.#candidates;
    for (;;) {
      const next = this.#firstToOvertake(unit, alpha);
      if (next === undefined) return;
      const candidate = this.#firstOf(unit, next.candidate, next.alpha);
      this.#select(unit, candidate, next.alpha, slopes[candidate] - slopes[this.#selected[unit]]);
    }
  }

  #firstToOvertake(unit: number, alpha: number): { candidate: number; alpha: number } | undefined {
    const { pointers, candidates } = this.#operation;
    const { slopes } = this.#candidates;
    const selected = this.#selected[unit];
    let first: { candidate: number; alpha: number } | undefined;
    for (let i = pointers[unit]; i < pointers[unit + 1]; i++) {
      const candidate = candidates[i];
      if (slopes[candidate] <= slopes[selected] || !this.#candidates.leads(candidate, selected, alpha)) continue;
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
