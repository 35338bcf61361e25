import type { Way, Workspace } from '../../line/index.ts';
import type { Room, Sample, Stretch } from './headAlong.ts';
import type { HeadFunction } from './headFunction.ts';
import { noShortfall, type Shortfall } from './shortfall.ts';
import { StretchIntegral } from './stretchIntegral.ts';

/** How often a stretch that is not resolved is halved at most, where the head is not smooth. */
const mostHalvings = 50;
/**
 * The same of stretches with which a region begins: a unit may come from 0, whose neighbours float64 knows the better.
 */
const mostHalvingsOfBegin = 500;
/** After as many, float64 hardly tells the nodes apart, and some may be where the gradient is not finite. */
const halvingsToRounding = 40;
/**
 * Halvings of unresolved stretches in all, times what each takes: multiplications of the head, and some for each
 * component of the gradient and whatever these. What is not the gradient of its function, or turns too often, is not
 * resolved by any number.
 */
const allHalvings = 2 ** 29;
const forComponent = 2 ** 7;
const leastInHalving = 2 ** 11;
/** Of the head's value, relative to it. */
const roundingOfValue = 16 * Number.EPSILON;

/**
 * The integrals of a head's gradient over one region after the other. A region is halved where no rule resolves the
 * gradient, or `sum of slope_j mass_j` is not `H(end) - H(begin)`.
 */
export class RegionIntegral {
  readonly #way: Way;
  readonly #workspace: Workspace;
  readonly #integral: StretchIntegral;
  readonly #masses: Float64Array;
  #from: Sample;
  /** Room for the gradient at the end of a region, and in the middle of stretches. */
  #free: Room;
  readonly #rooms: Room[] = [];
  /** Of unresolved stretches. */
  #halvingsLeft: number;
  /** Whether the gradient at the ends of stretches is of use. */
  #closed = true;
  #missed = 0;
  #unlooked = 0;
  #told: ((done: number) => void) | undefined;

  /** @param way the frontier from where the first region begins; it goes on from region to region */
  constructor(head: HeadFunction, way: Way, workspace: Workspace) {
    const units = way.values.length;
    this.#way = way;
    this.#workspace = workspace;
    this.#integral = new StretchIntegral(head, way, workspace);
    this.#masses = workspace.float64(units);
    this.#halvingsLeft = allHalvings / (leastInHalving + forComponent * units + (head.multiplications ?? 0));
    this.#from = this.#integral.sample(0, this.#integral.room());
    this.#free = this.#integral.room();
  }

  /**
   * Over a region that begins where the last one ended; they last until the next call.
   *
   * @param told how much of the length is integrated
   */
  over(length: number, told?: (done: number) => void): Float64Array {
    this.#told = told;
    const from = this.#integral.begin(length) ? this.#from : this.#integral.sample(0, this.#from);
    const to = this.#integral.sample(length, this.#free);
    const { missed, unlooked } = this.#integrateInside({ from, to, begin: 0, length });
    this.#missed += missed;
    this.#unlooked += unlooked;
    this.#free = from;
    this.#from = to;
    return this.#masses;
  }

  /** What the integrals so far leave open. */
  get shortfall(): Shortfall {
    return { missed: this.#missed, unlooked: this.#unlooked };
  }

  /** Where gradients are not finite at ends it is done again, without these. */
  #integrateInside(stretch: Stretch): Shortfall {
    const found = this.#integrate(stretch);
    if (Number.isFinite(found.missed)) return found;
    this.#closed = false;
    const inside = this.#integrate(stretch);
    this.#closed = true;
    return inside;
  }

  /** @returns what the integrals leave open; not finite if a gradient is not */
  #integrate(stretch: Stretch): Shortfall {
    this.#masses.fill(0);
    const open = this.#add(stretch, 0);
    const [from, to] = [stretch.from.value, stretch.to.value];
    const gap =
      Math.abs(this.#changeBy(this.#masses) - (to - from)) - roundingOfValue * (Math.abs(from) + Math.abs(to));
    return { ...open, missed: Math.max(gap, open.missed) };
  }

  #add(stretch: Stretch, halvings: number): Shortfall {
    const { begin, length } = stretch;
    const integral = this.#integral;
    const isFound = this.#closed ? integral.find(stretch) : integral.findInside(stretch);
    if (!this.#closed && halvings >= halvingsToRounding && !integral.integrals.every(Number.isFinite))
      return { missed: Math.abs(stretch.to.value - stretch.from.value), unlooked: 0 };
    if (isFound || integral.isRounding(stretch)) return this.#take(stretch);
    const isOver = this.#halvingsLeft <= 0;
    if (isOver || halvings === (begin === 0 ? mostHalvingsOfBegin : mostHalvings)) {
      if (integral.isFar) integral.findInside(stretch);
      this.#take(stretch);
      if (!isOver) return { missed: this.#changeIn(stretch), unlooked: 0 };
      const missed = integral.unresolved(stretch);
      return missed < Infinity ? { missed, unlooked: 0 } : { missed: 0, unlooked: length };
    }
    this.#halvingsLeft--;
    return this.#halve(stretch, (half) => {
      const leavesBegin = half.begin > 0 && begin === 0;
      return this.#add(half, leavesBegin ? 0 : halvings + 1);
    });
  }

  #take({ begin, length }: Stretch): Shortfall {
    const { integrals } = this.#integral;
    this.#workspace.kernels.addMultiple(this.#masses, 1, integrals, integrals.length, this.#masses);
    this.#told?.(begin + length);
    return noShortfall;
  }

  /** By how much the head changes on a stretch, as far as is known. */
  #changeIn({ from, to }: Stretch): number {
    return Math.abs(to.value - from.value) + Math.abs(this.#changeBy(this.#integral.integrals));
  }

  /** Where gradients are not finite, units that rest change nothing all the same. */
  #changeBy(integrals: Float64Array): number {
    const { slopes } = this.#way;
    if (this.#closed) return this.#workspace.kernels.dot(slopes, integrals, integrals.length);
    return slopes.reduce((sum, slope, unit) => (slope === 0 ? sum : sum + slope * integrals[unit]), 0);
  }

  /** Adds up what is left open by the first half of a stretch, then by the other one. */
  #halve(stretch: Stretch, visit: (half: Stretch) => Shortfall): Shortfall {
    const length = stretch.length / 2;
    const begin = stretch.begin + length;
    const room = this.#rooms.pop() ?? this.#integral.room();
    const middle = this.#integral.sample(begin, room);
    const left = visit({ ...stretch, length, to: middle });
    const right = visit({ ...stretch, begin, length, from: middle });
    this.#rooms.push(room);
    return { missed: left.missed + right.missed, unlooked: left.unlooked + right.unlooked };
  }
}
