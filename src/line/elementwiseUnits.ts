import type { Elementwise, TiledMatrix } from '../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import {
  copyNumbers,
  field,
  fillNumbers,
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
import type { KinkGroups, Kinks } from './kinks.ts';
import type { Run } from './trackedUnits.ts';

/** What is known of an activation beside the numbers of its units. */
interface Activation {
  /** Per unit. */
  readonly pieces: Int32Array;
  /** Piece p holds from `thresholds[p]` to `thresholds[p + 1]`. */
  readonly thresholds: Float64Array;
  /** Of the pieces. */
  readonly slopes: Float64Array;
  readonly crossings: BlockCrossings;
  readonly kernels: Kernels;
  readonly memory: Memory;
}

/** Units in a run where some are taken apart. */
export const apartWidth = 8;

/**
 * Units of an elementwise activation on their way along the line, in runs that kinks touch as a whole. When a kink
 * touches a unit, it is advanced, and if it went over a threshold on the way, it crossed; where follows from
 * value and slope.
 */
export class ElementwiseUnits {
  readonly #activation: Activation;
  readonly #state: UnitState;
  /** Room for the state of some units. */
  #room: UnitState | undefined;

  private constructor(activation: Activation, state: UnitState) {
    this.#activation = activation;
    this.#state = state;
  }

  /** @param start of the input, with the pieces that its units are in just after alpha = 0; @param width units in a run */
  static from(
    { thresholds, slopes }: Elementwise,
    { value, slope }: Run,
    pieces: Int32Array,
    width: number,
    crossings: BlockCrossings,
    kernels: Kernels,
    memory: Memory,
  ): ElementwiseUnits {
    const activation = {
      pieces: memory.int32(pieces.length),
      thresholds: Float64Array.of(-Infinity, ...thresholds, Infinity),
      slopes: Float64Array.from(slopes),
      crossings,
      kernels,
      memory,
    };
    const units = new ElementwiseUnits(activation, unitState(memory, value.length, width));
    const { numbers } = units.#state;
    for (let unit = 0; unit < value.length; unit++) {
      const at = numbersOf(width, unit);
      numbers[at] = value[unit];
      numbers[at + field.slope] = slope[unit];
      numbers[at + field.reach] = Math.abs(value[unit]) + Math.abs(slope[unit]);
      units.#enter(unit, at, pieces[unit]);
    }
    return units;
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
  touch(source: KinkGroups, out: Kinks | undefined): void {
    const { progress, width } = this.#state;
    const pass = (unit: number, change: number): void => {
      if (out === undefined) return;
      out.units[progress[Progress.end]] = this.#nameOf(unit);
      out.changes[progress[Progress.end]++] = change;
    };
    progress.fill(0);
    progress[Progress.end] = out?.size ?? 0;
    for (;;) {
      const met = this.#activation.kernels.touch(this.#state, source, out);
      const group = source.order[progress[Progress.next]];
      if (met > 0) this.#attend(met, source.alphas[group], pass);
      else if (progress[Progress.next] === source.groups) return;
      else out?.reserve(1, (source.starts[group + 1] - source.starts[group]) * width);
    }
  }

  /** Some units of a single run, as units of their own, in runs of `apartWidth`; their kinks count through them alone. */
  part(units: Int32Array): ElementwiseUnits {
    const { memory, pieces } = this.#activation;
    const from = this.#state;
    this.#room ??= unitState(memory, Math.ceil(pieces.length / apartWidth) * apartWidth, apartWidth);
    const state = { ...this.#room, names: units, touchedAt: this.#room.touchedAt.subarray(0, Math.ceil(units.length / apartWidth)) };
    const { numbers, touchedAt, active, activeCounts } = state;
    touchedAt.fill(from.touchedAt[0]);
    activeCounts.fill(0);
    for (let i = 0; i < units.length; i++) {
      copyNumbers(from.numbers, numbersOf(from.width, units[i]), numbers, numbersOf(apartWidth, i));
      const run = Math.floor(i / apartWidth);
      if (numbers[numbersOf(apartWidth, i) + field.gain] !== 0) active[run * apartWidth + activeCounts[run]++] = i;
    }
    for (let i = units.length; i < apartWidth * touchedAt.length; i++) fillNumbers(numbers, numbersOf(apartWidth, i));
    return new ElementwiseUnits(this.#activation, state);
  }

  /** Takes units that are apart back, brought to an alpha. */
  join(apart: ElementwiseUnits, alpha: number): void {
    const { numbers, touchedAt, names = new Int32Array() } = apart.#state;
    const to = this.#state;
    for (let i = 0; i < names.length; i++) {
      const at = numbersOf(apartWidth, i);
      const place = numbersOf(to.width, names[i]);
      numbers[at] += numbers[at + field.slope] * (alpha - touchedAt[Math.floor(i / apartWidth)]);
      setGain(to, names[i], place, numbers[at + field.gain]);
      copyNumbers(numbers, at, to.numbers, place);
    }
  }

  /** Goes straight to where departures end; returns how many units do not, which are listed there: with all active ones, if wanted. */
  leap(matrix: TiledMatrix, departures: Departures, active: boolean): number {
    return this.#activation.kernels.leap(matrix, departures, this.#state, active);
  }

  /** Follows those, the first `count` that are listed there, from kink to kink; writes what passes the activation to `passed`, if that is given. */
  followKinks(matrix: TiledMatrix, departures: Departures, count: number, passed: Float64Array | undefined): void {
    const { progress } = this.#state;
    const { kinks, listed } = departures;
    const pass = (unit: number, change: number): void => {
      if (passed !== undefined) passed[(progress[Progress.next] - 1) * count + listed.indexOf(unit, progress[Progress.done])] = change;
    };
    progress.fill(0);
    const follow = (): number => this.#activation.kernels.follow(matrix, departures, count, this.#state, passed);
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
    for (let met = this.#activation.kernels.look(this.#state, alpha); met > 0; met = this.#activation.kernels.look(this.#state, alpha)) {
      this.#attend(met, alpha);
    }
  }

  /** Ends a block: all crossings before its end become kinks beside those that passed, which are in order. */
  endBlock(end: number, kinks: Kinks): void {
    const passed = kinks.groups;
    this.follow(end);
    this.#activation.crossings.moveTo(kinks);
    kinks.sort(passed);
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
    const { pieces, thresholds, crossings } = this.#activation;
    const name = this.#nameOf(unit);
    const value = before[i];
    const slope = before[i + 1];
    const since = before[i + 2];
    const step = slope > 0 ? 1 : -1;
    const bound = at + (step > 0 ? field.high : field.low);
    const reached = value + slope * (alpha - since);
    while (step * (reached - numbers[bound]) > 0) {
      const threshold = thresholds[pieces[name] + (step > 0 ? 1 : 0)];
      const gain = numbers[at + field.gain];
      this.#enter(unit, at, pieces[name] + step);
      // Within rounding a unit may have been beyond the threshold where it was touched.
      const way = Math.max(0, (threshold - value) / slope);
      crossings.add(since + way, name, pieces[name], (numbers[at + field.gain] - gain) * slope);
    }
  }

  /** A unit that comes to rest: on a threshold it is in the piece below: the derivative at a kink is the one on the left. */
  #settle(unit: number, at: number, alpha: number): void {
    const { numbers } = this.#state;
    const { pieces, thresholds, crossings } = this.#activation;
    const name = this.#nameOf(unit);
    const rounding = relativeRounding * numbers[at + field.reach];
    if (Math.abs(numbers[at + field.slope]) > rounding) return;
    if (Math.abs(numbers[at] - thresholds[pieces[name]]) > rounding) return;
    this.#enter(unit, at, pieces[name] - 1);
    crossings.add(alpha, name, pieces[name], 0);
  }

  #enter(unit: number, at: number, piece: number): void {
    const { numbers } = this.#state;
    const { pieces, thresholds, slopes } = this.#activation;
    const rounding = relativeRounding * numbers[at + field.reach];
    pieces[this.#nameOf(unit)] = piece;
    setGain(this.#state, unit, at, slopes[piece]);
    numbers[at + field.low] = thresholds[piece] - rounding;
    numbers[at + field.high] = thresholds[piece + 1] + rounding;
  }

  #nameOf(unit: number): number {
    return this.#state.names?.[unit] ?? unit;
  }
}
