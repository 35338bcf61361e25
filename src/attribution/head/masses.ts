import type { NodePath } from '../../line/index.ts';
import { isResolved, resolvedRule, type ResolvedRule } from '../../quadrature/index.ts';
import { Frontier } from './frontier.ts';

/** Few nodes where they resolve the head, as in most regions, else more. */
const rules = [resolvedRule(4), resolvedRule(8)];
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
  value(z: Float64Array): number;
  gradient(z: Float64Array): Float64Array;
}

/**
 * The integrals of `dH/dz_j` over each region, for each unit j of the frontier one number a region. On a region the
 * frontier is straight, so that they are integrals of smooth functions: Gauss-Legendre, with a region halved where the
 * nodes do not resolve the gradient, or where `sum of slope_j mass_j` is not `H(end) - H(begin)`.
 *
 * @param path the frontier along the line; @param ends where regions begin, and 1: all its kinks are there
 */
export function massesOf(head: SmoothFunction, path: NodePath, ends: Float64Array): Float64Array[] {
  const masses = Array.from(path.values, () => new Float64Array(ends.length - 1));
  const integral = new RegionIntegral(head, path.values.length);
  const frontier = new Frontier(path);
  const { values: z, slopes } = frontier;
  for (let region = 0, from = head.value(z); region < masses[0].length; region++) {
    frontier.runTo(ends[region]);
    const length = ends[region + 1] - ends[region];
    const to = head.value(integral.pointAt(z, slopes, length));
    integral.begin();
    integral.add({ z, slopes, from, to, begin: 0, length }, 0);
    for (let unit = 0; unit < z.length; unit++) masses[unit][region] = integral.masses[unit];
    from = to;
  }
  return masses;
}

/** A part of a region: where it begins and how long it is, and the head at both ends. */
interface Stretch {
  /** Where the region begins, and its slopes. */
  readonly z: Float64Array;
  readonly slopes: Float64Array;
  readonly begin: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
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

  /** The frontier at a place of a region; it lasts until the next. */
  pointAt(z: Float64Array, slopes: Float64Array, at: number): Float64Array {
    for (let unit = 0; unit < z.length; unit++) this.#point[unit] = z[unit] + slopes[unit] * at;
    return this.#point;
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
    const middle = this.#head.value(this.pointAt(z, slopes, begin + length));
    this.add({ ...stretch, length, to: middle }, halvings + 1);
    this.add({ ...stretch, begin: begin + length, length, from: middle }, halvings + 1);
  }

  #apply({ nodes, weights, tests }: ResolvedRule, { z, slopes, begin, length }: Stretch): void {
    const [found, least, most, [one, other]] = [this.#found, this.#least, this.#most, this.#coefficients];
    for (const sums of [found, one, other]) sums.fill(0);
    least.fill(Infinity);
    most.fill(-Infinity);
    for (let node = 0; node < nodes.length; node++) {
      const gradient = this.#head.gradient(this.pointAt(z, slopes, begin + nodes[node] * length));
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
    return tests.every((test, i) =>
      this.#coefficients[i].every(
        (coefficient, unit) =>
          Math.abs(coefficient) <= leastRounding * largest ||
          isResolved(
            test,
            coefficient,
            Math.max(most[unit], -least[unit], leastSize * largest),
            most[unit] - least[unit],
          ),
      ),
    );
  }

  /** Whether the masses make what the head changes, to rounding. */
  #isComplete({ z, slopes, length, from, to }: Stretch): boolean {
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
  return slopes.some((slope) => Math.abs(slope) * length > farthest);
}
