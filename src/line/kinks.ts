/**
 * Kinks of a node's units: at `alpha` the slope of `unit` changes by `change`. Kinks at one alpha from one
 * cause stand together as a group; groups may be appended out of order and are sorted afterwards.
 */
export class Kinks {
  /** Number of groups. */
  groups = 0;
  alphas = new Float64Array(64);
  /** Group g has the entries `starts[g] .. starts[g + 1]`. */
  starts = new Int32Array(65);
  units = new Int32Array(1024);
  changes = new Float64Array(1024);
  /** Indices of the groups by ascending alpha, after `sort`. */
  order = new Int32Array();

  /** Forgets all groups, keeps the memory. */
  clear(): void {
    this.groups = 0;
  }

  /** Appends a group of `count` entries at an alpha; the caller writes them from the returned index on. */
  append(alpha: number, count: number): number {
    if (this.groups === this.alphas.length) {
      this.alphas = grown(this.alphas, 2 * this.groups);
      this.starts = grown(this.starts, 2 * this.groups + 1);
    }
    const start = this.starts[this.groups];
    if (start + count > this.units.length) {
      const capacity = Math.max(2 * this.units.length, start + count);
      this.units = grown(this.units, capacity);
      this.changes = grown(this.changes, capacity);
    }
    this.alphas[this.groups] = alpha;
    this.starts[++this.groups] = start + count;
    return start;
  }

  /** Adds one entry to the last group if that is at this alpha, else to a new one. */
  push(alpha: number, unit: number, change: number): void {
    const extended = this.groups > 0 && this.alphas[this.groups - 1] === alpha ? 1 : 0;
    this.groups -= extended;
    const start = this.starts[this.groups];
    const end = this.starts[this.groups + extended];
    this.append(alpha, end - start + 1);
    this.units[end] = unit;
    this.changes[end] = change;
  }

  /** Drops the entries of the last group from this index on, and the group if none is left. */
  truncate(end: number): void {
    this.starts[this.groups] = end;
    if (end === this.starts[this.groups - 1]) this.groups--;
  }

  /** Brings the groups into the order of their alphas. */
  sort(): void {
    const { alphas } = this;
    this.order = Int32Array.from({ length: this.groups }, (_, group) => group);
    this.order.sort((a, b) => alphas[a] - alphas[b]);
  }
}

function grown<T extends Float64Array | Int32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
