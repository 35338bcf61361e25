import type { Way, Workspace } from '../../line/index.ts';
import { StretchIntegral, type Sample, type Integrand, type Stretch } from './stretchIntegral.ts';

/**
 * A region in which a unit of the frontier goes further than this is halved, up to so many times, whatever the nodes
 * say: they might miss all that happens.
 */
const farthest = 16;
const blindHalvings = 6;
/** How often a stretch that is not resolved is halved at most, where the head is not smooth. */
const mostHalvings = 50;
/**
 * The same of stretches with which a region begins: a unit may come from 0, whose neighbours float64 knows the better.
 */
const mostHalvingsOfBegin = 500;
/** The same where all that the frontier can do is rounding of the head: what is not resolved may be rounding, too. */
const mostHalvingsOfRounding = 2;
/**
 * Halvings of unresolved stretches in all, times components of the gradient: what is not the gradient of its function,
 * or all of it rounding, is not resolved by any.
 */
const allHalvings = 1 << 22;

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
  #free: Float64Array;
  readonly #rooms: Float64Array[] = [];
  /** Of unresolved stretches. */
  #halvings = 0;
  /** Whether the gradient at the ends of stretches is of use. */
  #closed = true;
  #gap = 0;
  #told: ((done: number) => void) | undefined;

  /** @param way the frontier from where the first region begins; it goes on from region to region */
  constructor(head: Integrand, way: Way, workspace: Workspace) {
    const units = way.values.length;
    this.#way = way;
    this.#workspace = workspace;
    this.#integral = new StretchIntegral(head, way, workspace);
    this.#masses = workspace.float64(units);
    this.#from = this.#integral.sample(0, workspace.float64(units));
    this.#free = workspace.float64(units);
  }

  /**
   * Over a region that begins where the last one ended; they last until the next call.
   *
   * @param told how much of the length is integrated
   */
  over(length: number, told?: (done: number) => void): Float64Array {
    this.#told = told;
    const from = this.#from;
    const to = this.#integral.sample(length, this.#free);
    let gap = this.#integrate({ from, to, begin: 0, length });
    if (!Number.isFinite(gap)) {
      this.#closed = false;
      gap = this.#integrate({ from, to, begin: 0, length });
      this.#closed = true;
    }
    this.#gap += gap;
    this.#free = from.gradient;
    this.#from = to;
    return this.#masses;
  }

  /** By how much the integrals so far miss what the head changed, the sum over the regions. */
  get gap(): number {
    return this.#gap;
  }

  /** @returns by how much the integrals miss what the head changes; not finite if a gradient is not */
  #integrate(stretch: Stretch): number {
    const masses = this.#masses;
    const { slopes } = this.#way;
    masses.fill(0);
    this.#addBlind(stretch, 0);
    const change = this.#workspace.kernels.dot(slopes, masses, masses.length);
    return Math.abs(change - (stretch.to.value - stretch.from.value));
  }

  #addBlind(stretch: Stretch, halvings: number): void {
    if (halvings === blindHalvings || !this.#goesFar(stretch)) this.#add(stretch, 0);
    else
      this.#halve(stretch, (half) => {
        this.#addBlind(half, halvings + 1);
      });
  }

  #goesFar({ length }: Stretch): boolean {
    const { slopes } = this.#way;
    return this.#workspace.kernels.largestSize(slopes, slopes.length) * length > farthest;
  }

  #add(stretch: Stretch, halvings: number): void {
    const masses = this.#masses;
    const integral = this.#integral;
    if (
      (this.#closed ? integral.find(stretch) : integral.findInside(stretch)) ||
      halvings === (stretch.begin === 0 ? mostHalvingsOfBegin : mostHalvings) ||
      (halvings >= mostHalvingsOfRounding && integral.isRounding(stretch)) ||
      this.#halvings * masses.length > allHalvings
    ) {
      this.#workspace.kernels.addMultiple(masses, 1, integral.integrals, masses.length, masses);
      this.#told?.(stretch.begin + stretch.length);
      return;
    }
    this.#halvings++;
    this.#halve(stretch, (half) => {
      const leavesBegin = half.begin > 0 && stretch.begin === 0;
      this.#add(half, leavesBegin ? Math.min(halvings + 1, mostHalvingsOfRounding) : halvings + 1);
    });
  }

  /** Does something with the first half of a stretch, then with the other one. */
  #halve(stretch: Stretch, visit: (half: Stretch) => void): void {
    const length = stretch.length / 2;
    const begin = stretch.begin + length;
    const room = this.#rooms.pop() ?? this.#workspace.float64(this.#masses.length);
    const middle = this.#integral.sample(begin, room);
    visit({ ...stretch, length, to: middle });
    visit({ ...stretch, begin, length, from: middle });
    this.#rooms.push(room);
  }
}
