import type { Elementwise, TiledMatrix } from '../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import {
  field,
  numbersOf,
  Progress,
  relativeRounding,
  setGain,
  unitState,
  type Departures,
  type Kernels,
  type Memory,
  type UnitState,
} from './kernels/index.ts';
import type { Kinks } from './kinks.ts';
import type { Run } from './trackedUnits.ts';

/**
 * Units of an elementwise activation on their way along the line, in runs that kinks touch as a whole. When a kink
 * touches a unit, it is advanced, and if it went over a threshold on the way, it crossed; where follows from
 * value and slope.
 */
export class ElementwiseUnits {
  readonly #kernels: Kernels;
  readonly #state: UnitState;
  readonly #pieces: Int32Array;
  /** Piece p holds from `#thresholds[p]` to `#thresholds[p + 1]`. */
  readonly #thresholds: Float64Array;
  readonly #slopesOfPieces: Float64Array;
  readonly #crossings: BlockCrossings;

  /** @param start of the input, with the pieces that its units are in just after alpha = 0; @param width units in a run */
  constructor(
    { thresholds, slopes }: Elementwise,
    { value, slope }: Run,
    pieces: Int32Array,
    width: number,
    crossings: BlockCrossings,
    kernels: Kernels,
    memory: Memory,
  ) {
    this.#kernels = kernels;
    this.#state = unitState(memory, value.length, width);
    this.#pieces = Int32Array.from(pieces);
    this.#thresholds = Float64Array.of(-Infinity, ...thresholds, Infinity);
    this.#slopesOfPieces = Float64Array.from(slopes);
    this.#crossings = crossings;
    const { numbers } = this.#state;
    for (let unit = 0; unit < value.length; unit++) {
      const at = numbersOf(width, unit);
      numbers[at] = value[unit];
      numbers[at + field.slope] = slope[unit];
      numbers[at + field.reach] = Math.abs(value[unit]) + Math.abs(slope[unit]);
      this.#enter(unit, at, pieces[unit]);
    }
  }

  /** Where units that are a single run were last touched. */
  get since(): number {
    return this.#state.touchedAt[0];
  }

  /** How many units of a single run are active. */
  get active(): number {
    return this.#state.activeCounts[0];
  }

  /** Touches units by all groups of kinks in their order; appends what passes the activation to `out`, if that is given. */
  touch(source: Kinks, out: Kinks | undefined): void {
    const { progress, width } = this.#state;
    const pass = (unit: number, change: number): void => {
      if (out === undefined) return;
      out.units[progress[Progress.end]] = unit;
      out.changes[progress[Progress.end]++] = change;
    };
    progress.fill(0);
    progress[Progress.end] = out?.size ?? 0;
    for (;;) {
      const met = this.#kernels.touch(this.#state, source, out);
      const group = source.order[progress[Progress.next]];
      if (met > 0) this.#attend(met, source.alphas[group], pass);
      else if (progress[Progress.next] === source.groups) return;
      else out?.reserve(1, (source.starts[group + 1] - source.starts[group]) * width);
    }
  }

  /** Goes straight to where departures end; returns how many units do not, which are listed there: with all active ones, if wanted. */
  leap(matrix: TiledMatrix, departures: Departures, active: boolean): number {
    return this.#kernels.leap(matrix, departures, this.#state, active);
  }

  /** Follows those, the first `count` that are listed there, from kink to kink; writes what passes the activation to `passed`, if that is given. */
  followKinks(matrix: TiledMatrix, departures: Departures, count: number, passed: Float64Array | undefined): void {
    const { progress } = this.#state;
    const { kinks, listed } = departures;
    const pass = (unit: number, change: number): void => {
      if (passed !== undefined) passed[(progress[Progress.next] - 1) * count + listed.indexOf(unit, progress[Progress.done])] = change;
    };
    progress.fill(0);
    const follow = (): number => this.#kernels.follow(matrix, departures, count, this.#state, passed);
    for (let met = follow(); met > 0; met = follow()) this.#attend(met, kinks.alphas[progress[Progress.next] - 1], pass);
  }

  /** Ends a stretch: all units are there now. */
  arrive(alpha: number): void {
    this.#state.touchedAt[0] = alpha;
  }

  /** Records all crossings before an alpha. Units are looked at without being touched. */
  follow(alpha: number): void {
    const { progress } = this.#state;
    progress.fill(0);
    for (let met = this.#kernels.look(this.#state, alpha); met > 0; met = this.#kernels.look(this.#state, alpha)) {
      this.#attend(met, alpha);
    }
  }

  /** Units that went over a threshold or came to rest at an alpha: lets a change of slope pass as it does behind the threshold. */
  #attend(met: number, alpha: number, pass?: (unit: number, change: number) => void): void {
    const { width, numbers, list, before } = this.#state;
    for (let i = 0; i < met; i++) {
      const unit = list[i];
      const at = numbersOf(width, unit);
      this.#cross(unit, at, 4 * i, alpha);
      this.#settle(unit, at, alpha);
      const passed = numbers[at + field.gain] * before[4 * i + 3];
      if (passed !== 0) pass?.(unit, passed);
    }
  }

  /** A unit goes over one threshold or more until an alpha, from where it was `before`. */
  #cross(unit: number, at: number, i: number, alpha: number): void {
    const { numbers, before } = this.#state;
    const [value, slope, since] = [before[i], before[i + 1], before[i + 2]];
    const step = slope > 0 ? 1 : -1;
    const bound = at + (step > 0 ? field.high : field.low);
    const reached = value + slope * (alpha - since);
    while (step * (reached - numbers[bound]) > 0) {
      const threshold = this.#thresholds[this.#pieces[unit] + (step > 0 ? 1 : 0)];
      const gain = numbers[at + field.gain];
      this.#enter(unit, at, this.#pieces[unit] + step);
      // Within rounding a unit may have been beyond the threshold where it was touched.
      const way = Math.max(0, (threshold - value) / slope);
      this.#crossings.add(since + way, unit, this.#pieces[unit], (numbers[at + field.gain] - gain) * slope);
    }
  }

  /** A unit that comes to rest: on a threshold it is in the piece below: the derivative at a kink is the one on the left. */
  #settle(unit: number, at: number, alpha: number): void {
    const { numbers } = this.#state;
    const rounding = relativeRounding * numbers[at + field.reach];
    if (Math.abs(numbers[at + field.slope]) > rounding) return;
    if (Math.abs(numbers[at] - this.#thresholds[this.#pieces[unit]]) > rounding) return;
    this.#enter(unit, at, this.#pieces[unit] - 1);
    this.#crossings.add(alpha, unit, this.#pieces[unit], 0);
  }

  #enter(unit: number, at: number, piece: number): void {
    const { numbers } = this.#state;
    const rounding = relativeRounding * numbers[at + field.reach];
    this.#pieces[unit] = piece;
    setGain(this.#state, unit, at, this.#slopesOfPieces[piece]);
    numbers[at + field.low] = this.#thresholds[piece] - rounding;
    numbers[at + field.high] = this.#thresholds[piece + 1] + rounding;
  }
}
