import type { Workspace } from '../kernels/index.ts';
import {
  copyNumbers,
  field,
  fillNumbers,
  numbersOf,
  Progress,
  recorded,
  setGain,
  unitState,
  type Departures,
  type HeldMatrix,
  type UnitState,
} from '../memory/index.ts';
import { ElementwiseUnits, startUnits, type UnitsStart } from './elementwiseUnits.ts';

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
   * Goes straight to where departures end; returns how many units do not, which are listed there: with all active ones,
   * if wanted.
   */
  leap(matrix: HeldMatrix, departures: Departures, active: boolean): number {
    this.activation.touches += departures.kinks.groups;
    return this.activation.kernels.leap(matrix, departures, this.state, active);
  }

  /**
   * Follows those, the first `count` that are listed there, from kink to kink; writes what passes the activation to
   * `departures.passed`, if anything is to.
   */
  followKinks(matrix: HeldMatrix, departures: Departures, count: number, passes: boolean): void {
    const { progress } = this.state;
    const { kinks, listed, passed } = departures;
    const pass = (unit: number, change: number): void => {
      if (passes)
        passed[(progress[Progress.next] - 1) * count + listed.indexOf(unit, progress[Progress.done])] = change;
    };
    progress.fill(0);
    const follow = (): number => this.activation.kernels.follow(matrix, departures, count, this.state, passes);
    for (let met = follow(); met > 0; met = follow()) this.attend(met, kinks.alphas[progress[Progress.next] - 1], pass);
  }

  /**
   * Takes some units apart, as units of their own in runs of `apartWidth`, lets them be followed up to an alpha, and
   * takes them back. Their kinks count through them alone.
   */
  apart(units: Int32Array, alpha: number, follow: (apart: ElementwiseUnits) => void): void {
    const state = this.#takeApart(units);
    const apart = new ElementwiseUnits(this.activation, state);
    follow(apart);
    apart.follow(alpha);
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
      if (numbers[numbersOf(apartWidth, i) + field.gain] !== 0) active[run * apartWidth + activeCounts[run]++] = i;
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
      setGain(to, units[i], place, numbers[at + field.gain]);
      copyNumbers(numbers, at, to.numbers, place);
    }
  }
}
