import type { Elementwise } from '../../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import {
  copyNumbers,
  field,
  fillNumbers,
  gatheredRounding,
  numbersOf,
  Progress,
  recorded,
  setGain,
  unitState,
  type Departures,
  type HeldMatrix,
  type KinkGroups,
  type Kinks,
  type Memory,
  type UnitState,
} from '../memory/index.ts';
import { limitsOf, pieceBeyond, restingPiece, slopeOf } from '../graph/index.ts';
import type { Run } from './trackedUnits.ts';

/** What is known of an activation beside the numbers of its units. */
interface Activation {
  readonly operation: Elementwise;
  /** Per unit. */
  readonly pieces: Int32Array;
  /** Piece p holds from `lows[p]` to `highs[p]`. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Groups of kinks so far: a unit was touched so often at most. */
  touches: number;
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

  /**
   * @param start of the input, with the pieces that its units are in just after alpha = 0; @param width units in a run
   */
  static from(
    operation: Elementwise,
    { value, slope, reach }: Run,
    pieces: Int32Array,
    width: number,
    crossings: BlockCrossings,
    workspace: Workspace,
  ): ElementwiseUnits {
    const activation = {
      operation,
      pieces: workspace.int32(pieces.length),
      ...limitsOf(operation),
      touches: 0,
      crossings,
      kernels: workspace.kernels,
      memory: workspace,
    };
    const units = new ElementwiseUnits(activation, unitState(workspace, value.length, width));
    const { numbers } = units.#state;
    for (let unit = 0; unit < value.length; unit++) {
      const at = numbersOf(width, unit);
      numbers[at] = value[unit];
      numbers[at + field.slope] = slope[unit];
      numbers[at + field.reach] = reach[unit];
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

  /**
   * Touches units by all groups of kinks in their order; appends what passes the activation to `out`, if that is given.
   */
  touch(source: KinkGroups, out: Kinks | undefined): void {
    const { progress, width } = this.#state;
    this.#activation.touches += source.groups;
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

  /**
   * Some units of a single run, as units of their own, in runs of `apartWidth`; their kinks count through them alone.
   */
  part(units: Int32Array): ElementwiseUnits {
    const { memory, pieces } = this.#activation;
    const from = this.#state;
    this.#room ??= unitState(memory, Math.ceil(pieces.length / apartWidth) * apartWidth, apartWidth);
    const runs = Math.ceil(units.length / apartWidth);
    const state = recorded(memory, 'UnitState', {
      ...this.#room,
      runs,
      names: units,
      touchedAt: this.#room.touchedAt.subarray(0, runs),
    });
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

  /**
   * Goes straight to where departures end; returns how many units do not, which are listed there: with all active ones,
   * if wanted.
   */
  leap(matrix: HeldMatrix, departures: Departures, active: boolean): number {
    this.#activation.touches += departures.kinks.groups;
    return this.#activation.kernels.leap(matrix, departures, this.#state, active);
  }

  /**
   * Follows those, the first `count` that are listed there, from kink to kink; writes what passes the activation to
   * `departures.passed`, if anything is to.
   */
  followKinks(matrix: HeldMatrix, departures: Departures, count: number, passes: boolean): void {
    const { progress } = this.#state;
    const { kinks, listed, passed } = departures;
    const pass = (unit: number, change: number): void => {
      if (passes)
        passed[(progress[Progress.next] - 1) * count + listed.indexOf(unit, progress[Progress.done])] = change;
    };
    progress.fill(0);
    const follow = (): number => this.#activation.kernels.follow(matrix, departures, count, this.#state, passes);
    for (let met = follow(); met > 0; met = follow())
      this.#attend(met, kinks.alphas[progress[Progress.next] - 1], pass);
  }

  /** Ends a stretch: all units are there now. */
  arrive(alpha: number): void {
    this.#state.touchedAt[0] = alpha;
  }

  /** Records all crossings before an alpha. Units are looked at without being touched. */
  follow(alpha: number): void {
    const { progress } = this.#state;
    progress.fill(0);
    for (
      let met = this.#activation.kernels.look(this.#state, alpha);
      met > 0;
      met = this.#activation.kernels.look(this.#state, alpha)
    ) {
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

  /**
   * Units that went over a threshold or came to rest at an alpha: lets a change of slope pass as it does behind the
   * threshold, and where a unit comes to rest as it did until then.
   */
  #attend(met: number, alpha: number, pass?: (unit: number, change: number) => void): void {
    const { width, numbers, list, before } = this.#state;
    for (let i = 0; i < met; i++) {
      const unit = list[i];
      const at = numbersOf(width, unit);
      this.#cross(unit, at, 4 * i, alpha);
      const passed = numbers[at + field.gain] * before[4 * i + 3];
      this.#settle(unit, at, alpha);
      if (passed !== 0) pass?.(unit, passed);
    }
  }

  /**
   * A unit goes over one threshold or more until an alpha, from where it was `before`; or over none, if it was listed
   * for rounding alone.
   */
  #cross(unit: number, at: number, i: number, alpha: number): void {
    const { numbers, before } = this.#state;
    const { operation, pieces, lows, highs, crossings } = this.#activation;
    const name = this.#nameOf(unit);
    const value = before[i];
    const slope = before[i + 1];
    const since = before[i + 2];
    const rises = slope > 0;
    const reached = value + slope * (alpha - since);
    this.#enter(unit, at, pieces[name]);
    while (rises ? reached > numbers[at + field.high] : reached < numbers[at + field.low]) {
      const threshold = (rises ? highs : lows)[pieces[name]];
      const gain = numbers[at + field.gain];
      this.#enter(unit, at, pieceBeyond(operation, pieces[name], rises));
      // Within rounding a unit may have been beyond the threshold where it was touched.
      const way = Math.max(0, (threshold - value) / slope);
      crossings.add(since + way, name, pieces[name], (numbers[at + field.gain] - gain) * slope);
    }
  }

  /** A unit that comes to rest on a threshold is in a piece with the derivative there. */
  #settle(unit: number, at: number, alpha: number): void {
    const { numbers } = this.#state;
    const { operation, pieces, crossings } = this.#activation;
    const name = this.#nameOf(unit);
    const rounding = this.#roundingAt(at);
    if (Math.abs(numbers[at + field.slope]) > rounding) return;
    const threshold = operation.thresholds.findIndex((of) => Math.abs(numbers[at] - of) <= rounding);
    if (threshold < 0) return;
    numbers[at] = operation.thresholds[threshold];
    numbers[at + field.slope] = 0;
    const piece = restingPiece(operation, threshold);
    if (piece === pieces[name]) return;
    this.#enter(unit, at, piece);
    crossings.add(alpha, name, piece, 0);
  }

  #enter(unit: number, at: number, piece: number): void {
    const { numbers } = this.#state;
    const { operation, pieces, lows, highs } = this.#activation;
    const rounding = this.#roundingAt(at);
    pieces[this.#nameOf(unit)] = piece;
    setGain(this.#state, unit, at, slopeOf(operation, piece));
    numbers[at + field.low] = lows[piece] - rounding;
    numbers[at + field.high] = highs[piece] + rounding;
  }

  /** How far off its value a unit may be that was touched so often. */
  #roundingAt(at: number): number {
    return gatheredRounding(this.#activation.touches) * this.#state.numbers[at + field.reach];
  }

  #nameOf(unit: number): number {
    return this.#state.names?.[unit] ?? unit;
  }
}
