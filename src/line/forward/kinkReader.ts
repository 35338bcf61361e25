import { MemoryRecord, type KinkGroups, type Kinks, type Memory } from '../memory/index.ts';

/**
 * Reads the kinks of a source in portions along the line, whatever portions the source gives them in. What was taken
 * last is there as groups of its own.
 */
export class KinkReader implements KinkGroups {
  readonly source: Kinks;
  groups = 0;
  order: Int32Array;
  readonly #record: MemoryRecord<'Kinks'>;
  #place = 0;
  #fill = 0;

  constructor(source: Kinks, memory: Memory) {
    this.source = source;
    this.order = source.order.subarray(0, 0);
    this.#record = new MemoryRecord(memory, 'Kinks', { width: source.width });
  }

  get address(): number {
    return this.#record.address;
  }

  get width(): number {
    return this.source.width;
  }

  get alphas(): Float64Array {
    return this.source.alphas;
  }

  get starts(): Int32Array {
    return this.source.starts;
  }

  get units(): Int32Array {
    return this.source.units;
  }

  get changes(): Float64Array {
    return this.source.changes;
  }

  /** The place of the next group in the source's order, which begins anew when the source does. */
  get place(): number {
    if (this.#fill !== this.source.fills) this.place = 0;
    return this.#place;
  }

  set place(place: number) {
    this.#fill = this.source.fills;
    this.#place = place;
  }

  /** The place behind the last group up to an alpha, up to which the source is known. */
  endOf(alpha: number): number {
    const { alphas, order, groups, end } = this.source;
    // The last groups may lie behind the end of their portion by rounding.
    if (alpha === end) return groups;
    let place = this.place;
    while (place < groups && alphas[order[place]] <= alpha) place++;
    return place;
  }

  /** Takes the next groups, up to an alpha. */
  take(alpha: number): void {
    const { place } = this;
    this.place = this.endOf(alpha);
    this.order = this.source.order.subarray(place, this.#place);
    this.groups = this.#place - place;
    const { groups, order, alphas, starts, units, changes } = this;
    this.#record.write({ groups, order, alphas, starts, units, changes });
  }

  forEach(group: number, visit: (unit: number, change: number) => void): void {
    this.source.forEach(group, visit);
  }
}
