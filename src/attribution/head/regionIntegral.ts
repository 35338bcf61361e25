import { extendedRule, resolvedRule, type ResolvedRule } from '../../quadrature/index.ts';
import { few, integrateBy, integrateFew, largestOf, leastNumber } from './resolution.ts';

/** Where the few nodes do not resolve the head three more between them may. */
const more = extendedRule();
/** Else others, none of them at an end, where a gradient may jump. */
const many = resolvedRule(8);
/**
 * A region in which a unit of the frontier goes further than this is halved, up to so many times, whatever the nodes
 * say: they might miss all that happens.
 */
const farthest = 16;
const blindHalvings = 6;
/** How often a stretch that is not resolved is halved at most, where the head is not smooth. */
const mostHalvings = 50;
/** The same where all that the frontier can do is rounding of the head: what is not resolved may be rounding, too. */
const mostHalvingsOfRounding = 2;
const roundingOfHead = 1e-13;
/**
 * Halvings of unresolved stretches in all, times components of the gradient: what is not the gradient of its function,
 * or all of it rounding, is not resolved by any.
 */
const allHalvings = 1 << 22;
/** Rounding of sums of many terms, relative to what is added up. */
const mostRounding = 1e-12;

/** A smooth function of the frontier. */
export interface SmoothFunction {
  /** Its value; the gradient is written. */
  at(z: Float64Array, gradient: Float64Array): number;
}

/** A function's value and gradient at an end of a stretch. */
interface Sample {
  readonly value: number;
  readonly gradient: Float64Array;
  /** The size of the gradient's largest component. */
  readonly largest: number;
}

/** A part of a region: where it begins and how long it is, and the head at both ends. */
interface Stretch {
  /** Where the region begins, and its slopes. */
  readonly z: Float64Array;
  readonly slopes: Float64Array;
  readonly begin: number;
  readonly length: number;
  readonly from: Sample;
  readonly to: Sample;
}

/**
 * The integrals of a head's gradient over one region after the other: Gauss quadrature. A region is halved where no rule
 * resolves the gradient, or `sum of slope_j mass_j` is not `H(end) - H(begin)`.
 */
export class RegionIntegral {
  readonly #head: SmoothFunction;
  readonly #masses: Float64Array;
  readonly #point: Float64Array;
  /** The integrals over a stretch. */
  readonly #found: Float64Array;
  /** The gradient at few nodes, and at others. */
  readonly #few: readonly Float64Array[];
  readonly #many: readonly Float64Array[];
  #from: Sample;
  /** Room for the gradient at the end of a region. */
  #free: Float64Array;
  /** Of unresolved stretches. */
  #halvings = 0;

  /** @param z where the first region begins */
  constructor(head: SmoothFunction, z: Float64Array) {
    const numbers = (): Float64Array => new Float64Array(z.length);
    this.#head = head;
    this.#masses = numbers();
    this.#point = numbers();
    this.#found = numbers();
    this.#few = Array.from(few.nodes, numbers);
    this.#many = Array.from(many.nodes, numbers);
    this.#from = this.#sample(z, z, 0, numbers());
    this.#free = numbers();
  }

  /** Over a region that begins where the last one ended; they last until the next call. */
  over(z: Float64Array, slopes: Float64Array, length: number): Float64Array {
    const from = this.#from;
    const to = this.#sample(z, slopes, length, this.#free);
    this.#masses.fill(0);
    this.#addBlind({ z, slopes, from, to, begin: 0, length }, 0);
    this.#free = from.gradient;
    this.#from = to;
    return this.#masses;
  }

  #addBlind(stretch: Stretch, halvings: number): void {
    if (halvings === blindHalvings || !goesFar(stretch)) {
      this.#add(stretch, 0);
      return;
    }
    for (const half of this.#halvesOf(stretch)) this.#addBlind(half, halvings + 1);
  }

  #add(stretch: Stretch, halvings: number): void {
    if (
      this.#findByFew(stretch) ||
      this.#findByMore(stretch) ||
      this.#findByMany(stretch) ||
      halvings === mostHalvings ||
      (halvings >= mostHalvingsOfRounding && this.#isRounding(stretch)) ||
      this.#halvings * this.#masses.length > allHalvings
    ) {
      for (let unit = 0; unit < this.#masses.length; unit++) this.#masses[unit] += this.#found[unit];
      return;
    }
    this.#halvings++;
    for (const half of this.#halvesOf(stretch)) this.#add(half, halvings + 1);
  }

  #halvesOf(stretch: Stretch): [Stretch, Stretch] {
    const { z, slopes, begin } = stretch;
    const length = stretch.length / 2;
    const middle = this.#sample(z, slopes, begin + length, new Float64Array(z.length));
    return [
      { ...stretch, length, to: middle },
      { ...stretch, begin: begin + length, length, from: middle },
    ];
  }

  /** The head at a place of a region. */
  #sample(z: Float64Array, slopes: Float64Array, at: number, gradient: Float64Array): Sample {
    const value = this.#at(z, slopes, at, gradient);
    return { value, gradient, largest: largestOf(gradient) };
  }

  #at(z: Float64Array, slopes: Float64Array, at: number, gradient: Float64Array): number {
    const point = this.#point;
    for (let unit = 0; unit < point.length; unit++) point[unit] = z[unit] + slopes[unit] * at;
    return this.#head.at(point, gradient);
  }

  #findByFew(stretch: Stretch): boolean {
    const { length, from, to } = stretch;
    const gradients = this.#gradientsAt(few, stretch, this.#few);
    const largest = Math.max(from.largest, to.largest);
    return integrateFew(gradients, largest, length, this.#found) && this.#isComplete(stretch);
  }

  /** After the few, which are every other one of these. */
  #findByMore(stretch: Stretch): boolean {
    const [, left, right] = this.#few;
    const known = [undefined, undefined, left, undefined, right];
    const gradients = this.#gradientsAt(more, stretch, this.#many, known);
    return integrateBy(more, gradients, stretch.length, this.#found) && this.#isComplete(stretch);
  }

  #findByMany(stretch: Stretch): boolean {
    const gradients = this.#gradientsAt(many, stretch, this.#many);
    return integrateBy(many, gradients, stretch.length, this.#found) && this.#isComplete(stretch);
  }

  /** The gradient at the nodes of a rule, written to some rooms where it is not known. */
  #gradientsAt(
    { nodes }: ResolvedRule,
    { z, slopes, begin, length, from, to }: Stretch,
    rooms: readonly Float64Array[],
    known: readonly (Float64Array | undefined)[] = [],
  ): Float64Array[] {
    return Array.from(nodes, (place, node) => {
      if (place === 0) return from.gradient;
      if (place === 1) return to.gradient;
      const gradient = known[node];
      if (gradient !== undefined) return gradient;
      this.#at(z, slopes, begin + place * length, rooms[node]);
      return rooms[node];
    });
  }

  /** Whether the whole frontier, on all its way here, does not change the head but by rounding, after many nodes. */
  #isRounding({ z, slopes, begin, length, from, to }: Stretch): boolean {
    const gradients = [from.gradient, ...this.#many, to.gradient];
    let most = Math.abs(to.value - from.value);
    for (let unit = 0; unit < z.length; unit++) {
      const size = gradients.reduce((largest, gradient) => Math.max(largest, Math.abs(gradient[unit])), 0);
      most += size * (Math.abs(z[unit]) + Math.abs(slopes[unit]) * (begin + length));
    }
    return most <= roundingOfHead * Math.max(Math.abs(from.value), Math.abs(to.value));
  }

  /** Whether the masses make what the head changes, to rounding. */
  #isComplete({ z, slopes, length, from: { value: from }, to: { value: to } }: Stretch): boolean {
    const found = this.#found;
    let sum = 0;
    let size = Math.abs(from) + Math.abs(to) + leastNumber;
    for (let unit = 0; unit < z.length; unit++) {
      sum += slopes[unit] * found[unit];
      size += (Math.abs(found[unit]) + leastNumber * length) * (Math.abs(slopes[unit]) + Math.abs(z[unit]) / length);
    }
    return !(Math.abs(sum - (to - from)) > mostRounding * size);
  }
}

function goesFar({ slopes, length }: Stretch): boolean {
  for (let unit = 0; unit < slopes.length; unit++) if (Math.abs(slopes[unit]) * length > farthest) return true;
  return false;
}
