import { pieceBeyond, restingPiece, thresholdAt } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { field, numbersOf, Progress, type KinkGroups, type Kinks, type UnitState } from '../memory/index.ts';
import { enterPiece, nameOf, roundingAt, startUnits, type Activation, type UnitsStart } from './activation.ts';

/**
 * Units of an elementwise activation on their way along the line, in runs that kinks touch as a whole. When a kink
 * touches a unit, it is advanced, and if it went over a threshold on the way, it crossed; where follows from
 * value and slope.
 */
export class ElementwiseUnits {
  protected readonly activation: Activation;
  protected readonly state: UnitState;

  constructor(activation: Activation, state: UnitState) {
    this.activation = activation;
    this.state = state;
  }

  /** @param width units in a run */
  static from(start: UnitsStart, width: number, workspace: Workspace): ElementwiseUnits {
    const { activation, state } = startUnits(start, width, workspace);
    return new ElementwiseUnits(activation, state);
  }

  /**
   * Touches units by all groups of kinks in their order; appends what passes the activation to `out`, if that is given.
   */
  applyKinks(source: KinkGroups, out: Kinks | undefined): void {
    const { progress, width } = this.state;
    this.activation.touches += source.groups;
    const pass = (unit: number, change: number): void => {
      if (out === undefined) return;
      out.units[progress[Progress.end]] = nameOf(this.state, unit);
      out.changes[progress[Progress.end]++] = change;
    };
    progress.fill(0);
    progress[Progress.end] = out?.size ?? 0;
    for (;;) {
      const met = this.activation.kernels.applyKinks(this.state, source, out);
      const group = source.order[progress[Progress.next]];
      if (met > 0) this.attend(met, source.alphas[group], pass);
      else if (progress[Progress.next] === source.groups) return;
      else out?.reserve(1, (source.starts[group + 1] - source.starts[group]) * width);
    }
  }

  /** Records all crossings before an alpha. Units are looked at without being touched. */
  findCrossings(alpha: number): void {
    const { progress } = this.state;
    progress.fill(0);
    for (
      let met = this.activation.kernels.findCrossings(this.state, alpha);
      met > 0;
      met = this.activation.kernels.findCrossings(this.state, alpha)
    ) {
      this.attend(met, alpha);
    }
  }

  /** Ends a block: all crossings before its end become kinks beside those that passed, which are in order. */
  endBlock(end: number, kinks: Kinks): void {
    const passed = kinks.groups;
    this.findCrossings(end);
    this.activation.crossings.moveTo(kinks);
    kinks.sort(passed);
  }

  /**
   * Units that went over a threshold or came to rest at an alpha: lets a change of slope pass as it does behind the
   * threshold, and where a unit comes to rest as it did until then.
   */
  protected attend(met: number, alpha: number, pass?: (unit: number, change: number) => void): void {
    const { width, numbers, list, before } = this.state;
    for (let i = 0; i < met; i++) {
      const unit = list[i];
      const at = numbersOf(width, unit);
      this.#cross(unit, at, 4 * i, alpha);
      const passed = numbers[at + field.pieceSlope] * before[4 * i + 3];
      this.#settle(unit, at, alpha);
      if (passed !== 0) pass?.(unit, passed);
    }
  }

  /**
   * A unit goes over one threshold or more until an alpha, from where it was `before`; or over none, if it was listed
   * for rounding alone.
   */
  #cross(unit: number, at: number, i: number, alpha: number): void {
    const { numbers, before } = this.state;
    const { operation, pieces, lows, highs, crossings } = this.activation;
    const name = nameOf(this.state, unit);
    const value = before[i];
    const slope = before[i + 1];
    const since = before[i + 2];
    const rises = slope > 0;
    const reached = value + slope * (alpha - since);
    this.#enter(unit, at, pieces[name]);
    while (rises ? reached > numbers[at + field.high] : reached < numbers[at + field.low]) {
      const threshold = (rises ? highs : lows)[pieces[name]];
      const pieceSlope = numbers[at + field.pieceSlope];
      this.#enter(unit, at, pieceBeyond(operation, pieces[name], rises));
      // Within rounding a unit may have been beyond the threshold where it was touched.
      const distance = Math.max(0, (threshold - value) / slope);
      crossings.add(since + distance, name, pieces[name], (numbers[at + field.pieceSlope] - pieceSlope) * slope);
    }
  }

  /** A unit that comes to rest on a threshold is in a piece with the derivative there. */
  #settle(unit: number, at: number, alpha: number): void {
    const { numbers } = this.state;
    const { operation, pieces, crossings } = this.activation;
    const name = nameOf(this.state, unit);
    const rounding = roundingAt(this.activation, this.state, at);
    if (Math.abs(numbers[at + field.slope]) > rounding) return;
    const threshold = thresholdAt(operation, numbers[at], rounding);
    if (threshold < 0) return;
    numbers[at] = operation.thresholds[threshold];
    numbers[at + field.slope] = 0;
    const piece = restingPiece(operation, threshold);
    if (piece === pieces[name]) return;
    this.#enter(unit, at, piece);
    crossings.add(alpha, name, piece, 0);
  }

  #enter(unit: number, at: number, piece: number): void {
    enterPiece(this.activation, this.state, unit, at, piece);
  }
}
