import type { Workspace } from '../kernels/index.ts';
import {
  copyNumbers,
  field,
  fillNumbers,
  numbersOf,
  Progress,
  recorded,
  setPieceSlope,
  unitState,
  type ChordDeviations,
  type HeldMatrix,
  type UnitState,
} from '../memory/index.ts';
import { startUnits, type UnitsStart } from './activation.ts';
import { ElementwiseUnits } from './elementwiseUnits.ts';

/** Units in a run where some are taken apart. */
export const apartWidth = 8;

/** Units of an elementwise activation that are a single run: behind a large layer most go straight over a stretch. */
export class SingleRun extends ElementwiseUnits {
  /** Room for the state of some units. */
  #room: UnitState | undefined;

  static of(start: UnitsStart, workspace: Workspace): SingleRun {
    const { activation, state } = startUnits(start, start.run.value.length, workspace);
    return new SingleRun(activation, state);
  }

  /** Where the units were last touched. */
  get since(): number {
    return this.state.touchedAt[0];
  }

  /** How many units are active. */
  get active(): number {
    return this.state.activeCounts[0];
  }

  /**
   * Goes straight to where deviations end; returns how many units do not, which are listed there: with all active ones,
   * if wanted.
   */
  skipStable(matrix: HeldMatrix, deviations: ChordDeviations, active: boolean): number {
    this.activation.touches += deviations.kinks.groups;
    return this.activation.kernels.skipStable(matrix, deviations, this.state, active);
  }

  /**
   * Follows those, the first `count` that are listed there, from kink to kink; writes what passes the activation to
   * `deviations.passed`, if anything is to.
   */
  stepThroughKinks(matrix: HeldMatrix, deviations: ChordDeviations, count: number, passes: boolean): void {
    const { progress } = this.state;
    const { kinks, listed, passed } = deviations;
    const pass = (unit: number, change: number): void => {
      if (passes)
        passed[(progress[Progress.next] - 1) * count + listed.indexOf(unit, progress[Progress.done])] = change;
    };
    progress.fill(0);
    const step = (): number => this.activation.kernels.stepThroughKinks(matrix, deviations, count, this.state, passes);
    for (let met = step(); met > 0; met = step()) this.attend(met, kinks.alphas[progress[Progress.next] - 1], pass);
  }

  /**
   * Takes some units apart, as units of their own in runs of `apartWidth`, lets them be followed up to an alpha, and
   * takes them back. Their kinks count through them alone.
   */
  apart(units: Int32Array, alpha: number, applyKinks: (apart: ElementwiseUnits) => void): void {
    const state = this.#takeApart(units);
    const apart = new ElementwiseUnits(this.activation, state);
    applyKinks(apart);
    apart.findCrossings(alpha);
    this.#takeBack(units, state, alpha);
  }

  /** Ends a stretch: all units are there now. */
  arrive(alpha: number): void {
    this.state.touchedAt[0] = alpha;
  }

  #takeApart(units: Int32Array): UnitState {
    const { memory, pieces } = this.activation;
    const from = this.state;
    this.#room ??= unitState(memory, Math.ceil(pieces.length / apartWidth) * apartWidth, apartWidth);
    const runs = Math.ceil(units.length / apartWidth);
    const state = recorded(memory, 'UnitState', {
      ...this.#room,
      runs,
      names: units,
      touchedAt: this.#room.touchedAt.subarray(0, runs),
    });
    const { numbers, touchedAt, active, activeCounts } = state;
    touchedAt.fill(this.since);
    activeCounts.fill(0);
    for (let i = 0; i < units.length; i++) {
      copyNumbers(from.numbers, numbersOf(from.width, units[i]), numbers, numbersOf(apartWidth, i));
      const run = Math.floor(i / apartWidth);
      if (numbers[numbersOf(apartWidth, i) + field.pieceSlope] !== 0)
        active[run * apartWidth + activeCounts[run]++] = i;
    }
    for (let i = units.length; i < apartWidth * runs; i++) fillNumbers(numbers, numbersOf(apartWidth, i));
    return state;
  }

  /** Takes units back, brought to an alpha. */
  #takeBack(units: Int32Array, { numbers, touchedAt }: UnitState, alpha: number): void {
    const to = this.state;
    for (let i = 0; i < units.length; i++) {
      const at = numbersOf(apartWidth, i);
      const place = numbersOf(to.width, units[i]);
      numbers[at] += numbers[at + field.slope] * (alpha - touchedAt[Math.floor(i / apartWidth)]);
      setPieceSlope(to, units[i], place, numbers[at + field.pieceSlope]);
      copyNumbers(numbers, at, to.numbers, place);
    }
  }
}
