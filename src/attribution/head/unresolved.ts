import type { ResolvedRule } from '../../quadrature/index.ts';
import type { HeadAlong, Room, Stretch } from './headAlong.ts';

/** Nodes at which it is found what rounding makes of the gradient, and how much more than there it may make of it. */
const noisy = [1, 6];
const roundings = 16;
/** A head that changes by less than this, relative to it, is constant; not where a unit goes further than that. */
const roundingOfHead = 1e-13;
const farthest = 4;

/** Tells of a stretch whose gradient no rule resolves whether it is rounding that is left, and how much that is. */
export class Unresolved {
  readonly #head: HeadAlong;
  readonly #rule: ResolvedRule;
  readonly #rooms: readonly Room[];

  /** @param rooms the gradient of the head at the nodes of the rule */
  constructor(head: HeadAlong, rule: ResolvedRule, rooms: readonly Room[]) {
    this.#head = head;
    this.#rule = rule;
    this.#rooms = rooms;
  }

  /** By how much the integrals over a stretch may be off if its nodes are near. */
  most({ length }: Stretch): number {
    let sum = 0;
    for (let unit = 0; unit < this.#head.way.slopes.length; unit++) sum += this.#lastCoefficient(unit);
    return sum * length * this.#head.fastest;
  }

  /** Whether the whole frontier, on all its way here, does not change the head but by rounding of its value. */
  isOfConstant({ begin, length, from, to }: Stretch): boolean {
    const {
      fastest,
      way: { values },
      workspace: { kernels },
    } = this.#head;
    if (fastest * length > farthest) return false;
    // A unit that rests may be made of some that go as far as any.
    const way = kernels.largestSize(values, values.length) + fastest * (begin + length);
    let most = 0;
    for (const { gradient } of [from, ...this.#rooms, to])
      most = Math.max(most, kernels.largestSize(gradient, gradient.length));
    const change = Math.abs(to.value - from.value) + values.length * most * way;
    return change <= roundingOfHead * Math.max(Math.abs(from.value), Math.abs(to.value));
  }

  /** Whether it is what the gradient changes by where all that is computed is rounded otherwise. */
  isNoise(stretch: Stretch, integrals: Float64Array): boolean {
    const { begin, length } = stretch;
    const { slopes } = this.#head.way;
    const noises: Float64Array[] = [];
    for (const node of noisy) {
      const noise = this.#head.noise(begin + this.#rule.nodes[node] * length, this.#rooms[node]);
      if (noise === undefined) return false;
      noises.push(noise);
    }
    let missed = 0;
    for (let unit = 0; unit < slopes.length; unit++) {
      const allowed = roundings * Math.max(...noises.map((of) => of[unit]));
      missed += allowed * Math.abs(slopes[unit]) * length;
      if (!(this.#lastCoefficient(unit) <= allowed)) return false;
    }
    return this.#head.gap(stretch, integrals) <= missed + this.#head.rounding(stretch);
  }

  /** The size of the last coefficients that the nodes tell of a component of the gradient, of the larger one. */
  #lastCoefficient(unit: number): number {
    let most = 0;
    for (const { weights } of this.#rule.tests) {
      let sum = 0;
      for (let node = 0; node < weights.length; node++) sum += weights[node] * this.#rooms[node].gradient[unit];
      most = Math.max(most, Math.abs(sum));
    }
    return most;
  }
}
