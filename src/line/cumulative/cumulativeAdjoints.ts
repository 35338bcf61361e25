import type { Restriction } from '../forward/index.ts';
import { theLine } from '../graph/index.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import type { Clock, OutputAdjoint } from './outputAdjoint.ts';
import { wiringOf, type Wiring } from './wiring.ts';

/**
 * Sums that are so much larger than what they go on by, at its present rate all along the line, cost it four digits.
 */
const mostOutgrown = 1e4;

/**
 * The cumulative adjoints of a function of one node along a line, `A(alpha) = integral dF/dh d(alpha)` over [0, alpha]
 * for any unit h up to the node. A linear map takes those of its output at an alpha to those of its input there. A unit
 * of an activation takes them times its slope, and when that changes, at t, with a base: `A_pre(alpha) = base + slope
 * A_post(alpha)`, where the base changes by `(old slope - new slope) A_post(t)`. So where a unit crosses one number is
 * needed, and to find it only what lies on the ways from the unit to the node; all others wait.
 *
 * What comes to the unit from the node itself, and not from bases, is `sum of A_j(t) dz_j/dh` over the units j of the
 * node; and the kink with which the unit changes their slopes there is `dz_j/dh` times by how much its own changes.
 */
export class CumulativeAdjoints {
  readonly #restriction: Restriction;
  readonly #kernels: Kernels;
  readonly #clock: Clock = { now: 1, basesAlone: false };
  readonly #wiring: Wiring;
  /** The integrals of the function's gradient up to where the line is now. */
  readonly #masses: Float64Array;
  /**
   * Whether a kink passes the pieces that units are in by the list of crossings. Where maxima stand over maxima several
   * may cross where one does, and rounding puts them on the list in another order.
   */
  readonly #kinksTell: boolean;
  /** Room for one unit. */
  readonly #unit: Int32Array;
  #next = 0;

  /**
   * @param node of whose units the function is known
   * @param layer before it whose adjoints will be asked for, or the line
   */
  constructor(restriction: Restriction, node: number, layer: number, workspace: Workspace) {
    this.#restriction = restriction;
    this.#kernels = workspace.kernels;
    this.#wiring = wiringOf(restriction, node, layer, this.#clock, workspace);
    this.#kinksTell = restriction.graph.nodes.every(({ operation }) => operation.family !== 'maximum');
    this.#masses = this.#wiring.outputs[node].values;
    this.#unit = workspace.int32(1);
  }

  /**
   * Goes on to an alpha, at which a region begins.
   *
   * @param kink what the kink there changes the slopes of the node's units by, times numbers of theirs, added up;
   *   undefined if that is not known of it alone
   */
  runTo(alpha: number, kink?: (numbers: Float64Array) => number | undefined): void {
    const { alphas, nodes, units, pieces } = this.#restriction.crossings;
    const first = this.#next;
    while (this.#next < alphas.length && alphas[this.#next] <= alpha) this.#next++;
    const known = this.#kinksTell && this.#next === first + 1 ? kink?.(this.#masses) : undefined;
    for (let crossing = first; crossing < this.#next; crossing++) {
      const activation = this.#wiring.activations[nodes[crossing]];
      activation?.cross(units[crossing], pieces[crossing], this.#adjointAt(crossing, known));
    }
  }

  /** The cumulative adjoint of a unit that crosses. @param kink what its kink makes of those of the node */
  #adjointAt(crossing: number, kink: number | undefined): number {
    const { nodes, units, changes } = this.#restriction.crossings;
    const output = this.#wiring.outputs[nodes[crossing]];
    const given = (kink ?? NaN) / changes[crossing];
    if (!Number.isFinite(given)) return this.#find(output, units[crossing]);
    this.#clock.now++;
    this.#clock.basesAlone = true;
    const fromBases = this.#find(output, units[crossing]);
    this.#clock.basesAlone = false;
    this.#clock.now++;
    return given + fromBases;
  }

  /**
   * Takes in the integrals of the function's gradient over the region that begins here, in the workspace, and goes on
   * to its end.
   */
  add(masses: Float64Array, weight = 1): void {
    this.#clock.now++;
    this.#kernels.addMultiple(this.#masses, weight, masses, masses.length, this.#masses);
  }

  /**
   * Whether the integrals so far are so much larger than what comes that their rounding would cost it digits: those of
   * a unit of the node than its own and than those of all units that move.
   *
   * @param masses the integrals over the next region
   * @param slopes of the units there
   */
  outgrow(masses: Float64Array, slopes: Float64Array, length: number): boolean {
    const largest = this.#kernels.largestSize(this.#masses, masses.length);
    let moving = 0;
    for (let unit = 0; unit < masses.length; unit++) {
      if (slopes[unit] !== 0) moving = Math.max(moving, Math.abs(masses[unit]));
      if (largest * length <= mostOutgrown * moving) return false;
    }
    for (let unit = 0; unit < masses.length; unit++)
      if (Math.abs(this.#masses[unit]) * length > mostOutgrown * Math.max(moving, Math.abs(masses[unit]))) return true;
    return false;
  }

  /** Begins anew where the line is now: what follows are integrals from here on. */
  restart(): void {
    this.#clock.now++;
    this.#masses.fill(0);
    for (const activation of this.#wiring.activations) activation?.restart();
  }

  /** The cumulative adjoint of one unit of the layer, where the line is now. */
  at(layer: number, unit: number): number {
    return this.#find(this.#output(layer), unit);
  }

  /** The cumulative adjoints of all units of the layer, where the line is now. */
  of(layer: number): Float64Array {
    const output = this.#output(layer);
    output.findAll();
    return output.all();
  }

  #output(node: number): OutputAdjoint {
    const { outputs } = this.#wiring;
    return outputs[node === theLine ? outputs.length - 1 : node];
  }

  #find(output: OutputAdjoint, unit: number): number {
    if (!output.isActive(unit)) return 0;
    this.#unit[0] = unit;
    output.find(this.#unit, 1);
    return output.of(unit);
  }
}
