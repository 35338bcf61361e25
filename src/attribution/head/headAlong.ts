import type { Way, Workspace } from '../../line/index.ts';
import type { HeadFunction } from './headFunction.ts';
import type { Reading } from './readings.ts';

/** Room for what is found at a place of a region. */
export interface Room {
  readonly gradient: Float64Array;
  readonly reading: Reading;
}

/** What is found at an end of a stretch. */
export interface Sample extends Room {
  readonly value: number;
}

/** A part of a region: where it begins, how long it is, and the head at both ends. */
export interface Stretch {
  readonly begin: number;
  readonly length: number;
  readonly from: Sample;
  readonly to: Sample;
}

/** A head along a way: its value, its gradient and what its layers read, at places of one region after the other. */
export class HeadAlong {
  readonly #head: HeadFunction;
  readonly #point: Float64Array;
  #isNear = false;
  #fastest = 0;

  /** @param way from where the region begins */
  constructor(
    head: HeadFunction,
    readonly way: Way,
    readonly workspace: Workspace,
  ) {
    this.#head = head;
    this.#point = workspace.float64(way.values.length);
  }

  /** The largest slope in this region. */
  get fastest(): number {
    return this.#fastest;
  }

  /**
   * Before a region.
   *
   * @param widest how far nodes are apart at most
   * @returns whether what was found where the last one ends holds here, too: what layers read was looked at, or need not
   *   be
   */
  begin(widest: number): boolean {
    const { readings } = this.#head;
    const wasRead = !this.#isNear;
    const { slopes } = this.way;
    this.#fastest = this.workspace.kernels.largestSize(slopes, slopes.length);
    this.#isNear = readings === undefined || readings.areNear(widest * this.#fastest);
    return wasRead || this.#isNear;
  }

  /** Room for a sample. */
  room(): Room {
    return {
      gradient: this.workspace.float64(this.#point.length),
      reading: this.#head.readings?.room() ?? [],
    };
  }

  /** Its value at a place of the region; the rest is written into the room. */
  at(at: number, { gradient, reading }: Room): number {
    return this.#head.at(this.#pointAt(at), gradient, this.#isNear ? undefined : reading);
  }

  /** How far apart neighbours of a row are, if that need be looked at in this region: above 1 something may hide. */
  apartIn(row: readonly Room[]): number {
    if (this.#isNear) return 0;
    return this.#head.readings?.apart(row.map(({ reading }) => reading)) ?? 0;
  }

  /** By how much integrals over a stretch miss what the head changes there. */
  gap({ from, to }: Stretch, integrals: Float64Array): number {
    const { slopes } = this.way;
    const change = this.workspace.kernels.dot(slopes, integrals, slopes.length);
    return Math.abs(change - (to.value - from.value));
  }

  /** What rounding may make of the head at the ends of a stretch. */
  rounding({ begin, length }: Stretch): number {
    const [from, to] = [begin, begin + length].map((at) => this.#head.rounding?.(this.#pointAt(at)) ?? 0);
    return Math.max(from, to);
  }

  /** What it makes of each component of the gradient that was found at a place; undefined if nothing that matters. */
  noise(at: number, { gradient }: Room): Float64Array | undefined {
    const { values, slopes } = this.way;
    const sizes = values.map((value, unit) => Math.abs(value) + at * Math.abs(slopes[unit]));
    return this.#head.noise?.(this.#pointAt(at), gradient, sizes);
  }

  #pointAt(at: number): Float64Array {
    const { values, slopes } = this.way;
    this.workspace.kernels.addMultiple(values, at, slopes, values.length, this.#point);
    return this.#point;
  }
}
