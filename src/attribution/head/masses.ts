import type { NodePath } from '../../line/index.ts';
import { isResolved, lobattoRule, resolvedRule, type ResolvedRule } from '../../quadrature/index.ts';
import { Frontier } from './frontier.ts';

/**
 * Few nodes where they resolve the head, as in most regions: those at both ends are the next region's too. Else more,
 * none of them at an end, where a gradient may jump.
 */
const rules = [lobattoRule(), resolvedRule(8)];
/**
 * A region in which a unit of the frontier goes further than this is halved, up to so many times, whatever the nodes
 * say: they might miss all that happens.
 */
const farthest = 16;
const blindHalvings = 6;
/** How often a region is halved at most, where the head is not smooth. */
const mostHalvings = 50;
/** Halvings in all: a function with a gradient that is not its own is not resolved by any. */
const allHalvings = 1 << 17;
/** Rounding of the gradient, and of sums of many terms, relative to what is added up. */
const leastRounding = 1e-15;
const mostRounding = 1e-12;
/** Components smaller than this, relative to the largest, need not be as exact as they are small. */
const leastSize = 1e-3;
/** Numbers that are smaller have fewer digits: what they are rounded by is that of this one. */
const leastNumber = 1e-307;

/** A smooth function of the frontier. */
export interface SmoothFunction {
  /** Its value and gradient; the gradient may be overwritten the next time. */
  at(z: Float64Array): Sample;
}

/** A function's value and gradient at a point. */
export interface Sample {
  readonly value: number;
  readonly gradient: Float64Array;
}

/**
 * The integrals of `dH/dz_j` over each region, for each unit j of the frontier one number a region. On a region the
 * frontier is straight, so that they are integrals of smooth functions: Gauss quadrature, with a region halved where the
 * nodes do not resolve the gradient, or where `sum of slope_j mass_j` is not `H(end) - H(begin)`.
 *
 * @param path the frontier along the line; @param ends where regions begin, and 1: all its kinks are there
 */
export function massesOf(head: SmoothFunction, path: NodePath, ends: Float64Array): Float64Array[] {
  const masses = Array.from(path.values, () => new Float64Array(ends.length - 1));
  const integral = new RegionIntegral(head, path.values.length);
  const frontier = new Frontier(path);
  const { values: z, slopes } = frontier;
  for (let region = 0, from = kept(head.at(z)); region < masses[0].length; region++) {
    frontier.runTo(ends[region]);
    const length = ends[region + 1] - ends[region];
    const to = integral.sampleAt(z, slopes, length);
    integral.begin();
    integral.add({ z, slopes, from, to, begin: 0, length }, 0);
    for (let unit = 0; unit < z.length; unit++) masses[unit][region] = integral.masses[unit];
    from = to;
  }
  return masses;
}

function kept({ value, gradient }: Sample): Sample {
  return { value, gradient: gradient.slice() };
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

/** The integral of a head's gradient over one region after the other. */
class RegionIntegral {
  readonly masses: Float64Array;
  readonly #head: SmoothFunction;
  readonly #point: Float64Array;
  /**
   * What a rule finds of a stretch: masses, the least and the most, and the last two coefficients of each component.
   */
  readonly #found: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  readonly #coefficients: readonly Float64Array[];
  #halvings = 0;

  constructor(head: SmoothFunction, units: number) {
    const numbers = (): Float64Array => new Float64Array(units);
    this.#head = head;
    this.masses = numbers();
    this.#point = numbers();
    this.#found = numbers();
    this.#least = numbers();
    this.#most = numbers();
    this.#coefficients = [numbers(), numbers()];
  }

  begin(): void {
    this.masses.fill(0);
  }

  /** The head at a place of a region. */
  sampleAt(z: Float64Array, slopes: Float64Array, at: number): Sample {
    return kept(this.#at(z, slopes, at));
  }

  add(stretch: Stretch, halvings: number): void {
    if (!(halvings < blindHalvings && goesFar(stretch))) {
      const isLast = halvings === mostHalvings || this.#halvings === allHalvings;
      for (const rule of rules) {
        this.#apply(rule, stretch);
        if (!(this.#isResolved(rule) && this.#isComplete(stretch)) && !(isLast && rule === rules[rules.length - 1]))
          continue;
        for (let unit = 0; unit < this.masses.length; unit++) this.masses[unit] += this.#found[unit];
        return;
      }
    }
    this.#halvings++;
    const { z, slopes, begin } = stretch;
    const length = stretch.length / 2;
    const middle = this.sampleAt(z, slopes, begin + length);
    this.add({ ...stretch, length, to: middle }, halvings + 1);
    this.add({ ...stretch, begin: begin + length, length, from: middle }, halvings + 1);
  }

  #at(z: Float64Array, slopes: Float64Array, at: number): Sample {
    const point = this.#point;
    for (let unit = 0; unit < z.length; unit++) point[unit] = z[unit] + slopes[unit] * at;
    return this.#head.at(point);
  }

  #apply({ nodes, weights, tests }: ResolvedRule, { z, slopes, begin, length, from, to }: Stretch): void {
    const [found, least, most, [one, other]] = [this.#found, this.#least, this.#most, this.#coefficients];
    for (const sums of [found, one, other]) sums.fill(0);
    least.fill(Infinity);
    most.fill(-Infinity);
    for (let node = 0; node < nodes.length; node++) {
      const place = nodes[node];
      const { gradient } = place === 0 ? from : place === 1 ? to : this.#at(z, slopes, begin + place * length);
      const [weight, a, b] = [weights[node] * length, tests[0].weights[node], tests[1].weights[node]];
      for (let unit = 0; unit < gradient.length; unit++) {
        const value = gradient[unit];
        found[unit] += weight * value;
        one[unit] += a * value;
        other[unit] += b * value;
        if (!(value > least[unit])) least[unit] = value;
        if (!(value < most[unit])) most[unit] = value;
      }
    }
  }

  /** Whether the last coefficients of each component are as small as they must be, or rounding. */
  #isResolved({ tests }: ResolvedRule): boolean {
    const [least, most] = [this.#least, this.#most];
    let largest = leastNumber;
    for (let unit = 0; unit < most.length; unit++) largest = Math.max(largest, most[unit], -least[unit]);
    for (let i = 0; i < tests.length; i++) {
      const coefficients = this.#coefficients[i];
      for (let unit = 0; unit < most.length; unit++) {
        const coefficient = coefficients[unit];
        if (Math.abs(coefficient) <= leastRounding * largest) continue;
        const size = Math.max(most[unit], -least[unit], leastSize * largest);
        if (!isResolved(tests[i], coefficient, size, most[unit] - least[unit])) return false;
      }
    }
    return true;
  }

  /** Whether the masses make what the head changes, to rounding. */
  #isComplete({ z, slopes, length, from: { value: from }, to: { value: to } }: Stretch): boolean {
    let sum = 0;
    let size = Math.abs(from) + Math.abs(to) + leastNumber;
    for (let unit = 0; unit < z.length; unit++) {
      sum += slopes[unit] * this.#found[unit];
      size +=
        (Math.abs(this.#found[unit]) + leastNumber * length) * (Math.abs(slopes[unit]) + Math.abs(z[unit]) / length);
    }
    return !(Math.abs(sum - (to - from)) > mostRounding * size);
  }
}

function goesFar({ slopes, length }: Stretch): boolean {
  for (let unit = 0; unit < slopes.length; unit++) if (Math.abs(slopes[unit]) * length > farthest) return true;
  return false;
}
