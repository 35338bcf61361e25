import type { Maximum } from '../network/index.ts';
import type { CrossingList } from './crossings.ts';
import { Kinks } from './kinks.ts';
import { roundingOf } from './rounding.ts';

/**
 * Follows maxima: a unit crosses where another candidate overtakes the largest one. Candidates are known by
 * value and slope where they were last touched; before one is touched, the maxima over it are followed there.
 */
export class MaximumSweep {
  readonly kinks = new Kinks();
  readonly #operation: Maximum;
  readonly #source: Kinks;
  readonly #values: Float64Array;
  readonly #slopes: Float64Array;
  readonly #touchedAt: Float64Array;
  readonly #selected: Int32Array;
  /** How far above the largest candidate another must be to have overtaken it. */
  readonly #rounding: number;
  /** Where each maximum last crossed. */
  readonly #selectedAt: Float64Array;
  readonly #unitsOver: readonly number[][];
  readonly #onCrossing: (alpha: number, unit: number, piece: number) => void;
  readonly #crossed: { alpha: number; unit: number; change: number }[] = [];

  /** @param start values and slopes of the input and pieces at alpha = 0; copied */
  constructor(
    operation: Maximum,
    node: number,
    source: Kinks,
    start: { values: Float64Array; slopes: Float64Array; pieces: Int32Array },
    crossings: CrossingList,
  ) {
    this.#operation = operation;
    this.#source = source;
    this.#values = Float64Array.from(start.values);
    this.#slopes = Float64Array.from(start.slopes);
    this.#touchedAt = new Float64Array(start.values.length);
    this.#selected = Int32Array.from(start.pieces);
    this.#rounding = roundingOf(start.values, start.slopes);
    this.#selectedAt = new Float64Array(start.pieces.length);
    this.#unitsOver = unitsOver(operation, start.values.length);
    this.#onCrossing = (alpha, unit, piece) => {
      crossings.add(alpha, node, unit, piece);
    };
  }

  /** Takes the source's kinks up to `end`, where the block ends. */
  advance(end: number): void {
    const { kinks } = this;
    kinks.clear();
    this.#crossed.length = 0;
    for (const group of this.#source.order) this.#passOn(group);
    for (let unit = 0; unit < this.#selected.length; unit++) this.#follow(unit, end);
    for (const { alpha, unit, change } of this.#crossed) {
      const at = kinks.append(alpha, 1);
      kinks.units[at] = unit;
      kinks.changes[at] = change;
    }
    kinks.sort();
  }

  #passOn(group: number): void {
    const { kinks } = this;
    const { alphas, starts, units, changes } = this.#source;
    const alpha = alphas[group];
    const begin = starts[group];
    const end = starts[group + 1];
    let reached = 0;
    for (let e = begin; e < end; e++) {
      for (const unit of this.#unitsOver[units[e]]) this.#follow(unit, alpha);
      reached += this.#unitsOver[units[e]].length;
    }
    let out = kinks.append(alpha, reached);
    for (let e = begin; e < end; e++) {
      const candidate = units[e];
      this.#values[candidate] = this.#valueAt(candidate, alpha);
      this.#touchedAt[candidate] = alpha;
      this.#slopes[candidate] += changes[e];
      for (const unit of this.#unitsOver[candidate]) {
        if (this.#selected[unit] !== candidate) continue;
        kinks.units[out] = unit;
        kinks.changes[out++] = changes[e];
      }
    }
    kinks.truncate(out);
  }

  #valueAt(candidate: number, alpha: number): number {
    return this.#values[candidate] + this.#slopes[candidate] * (alpha - this.#touchedAt[candidate]);
  }

  /** Records the crossings of a maximum up to an alpha. Each goes to a steeper candidate, so they end. */
  #follow(unit: number, alpha: number): void {
    for (;;) {
      const next = this.#firstToOvertake(unit, alpha);
      if (next === undefined) return;
      const change = this.#slopes[next.candidate] - this.#slopes[this.#selected[unit]];
      this.#selected[unit] = next.candidate;
      this.#selectedAt[unit] = next.alpha;
      this.#onCrossing(next.alpha, unit, next.candidate);
      this.#crossed.push({ alpha: next.alpha, unit, change });
    }
  }

  #firstToOvertake(unit: number, alpha: number): { candidate: number; alpha: number } | undefined {
    const { pointers, candidates } = this.#operation;
    const slopes = this.#slopes;
    const selected = this.#selected[unit];
    const bar = this.#valueAt(selected, alpha) + this.#rounding;
    let first: { candidate: number; alpha: number } | undefined;
    for (let i = pointers[unit]; i < pointers[unit + 1]; i++) {
      const candidate = candidates[i];
      const gain = slopes[candidate] - slopes[selected];
      if (gain <= 0 || this.#valueAt(candidate, alpha) <= bar) continue;
      const reference = Math.max(this.#touchedAt[candidate], this.#touchedAt[selected]);
      const gap = this.#valueAt(selected, reference) - this.#valueAt(candidate, reference);
      const meeting = Math.max(this.#selectedAt[unit], reference + gap / gain);
      const earlier = first === undefined || meeting < first.alpha;
      if (earlier || (meeting === first?.alpha && slopes[candidate] > slopes[first.candidate])) {
        first = { candidate, alpha: meeting };
      }
    }
    return first;
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
