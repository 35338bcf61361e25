import { leastNumber, Samples, type Way, type Workspace } from '../../line/index.ts';
import { extendedRule, lobattoRule, resolvedRule, watchedRule } from '../../quadrature/index.ts';
import type { Reading, Readings } from './readings.ts';

/** Nodes at both ends, and two between. */
const few = lobattoRule();
/** How far they are apart at most. */
const widest = few.nodes[2] - few.nodes[1];
/** Where these do not resolve the head, the middle may tell that they do. */
const watched = watchedRule();
/** Else two more between them may. */
const more = extendedRule();
/** Else others, none of them at an end, where a gradient may jump. */
const many = resolvedRule(8);
/** Where neighbours of the few are further apart than this, those of the others are, too. */
const fewer = 2;
/** Nodes at which it is found what rounding makes of the gradient, and how much more than there it may make of it. */
const noisy = [1, 6];
/** Where neighbours among the most are no further apart than this, nothing but rounding should be left unresolved. */
const closely = 1 / 4;
const roundings = 16;
/** A head that changes by less than this, relative to it, is constant; not where a unit goes further than that. */
const roundingOfHead = 1e-13;
const farthest = 4;

/** A smooth function of the frontier. */
export interface Integrand {
  /** Its value; the gradient is written, and what its layers read. */
  at(z: Float64Array, gradient: Float64Array, reading?: Reading): number;
  /** What it takes, beside what it takes for each component. */
  readonly multiplications?: number;
  /** Absent where nothing hides between nodes. */
  readonly readings?: Readings;
  /** What rounding may make of its value at a point; absent if that is what it makes of any number of its size. */
  rounding?(z: Float64Array): number;
  /** What it makes of each component of the gradient; absent if nothing that matters. */
  noise?(z: Float64Array): Float64Array;
}

/** Room for what is found at a place of a region. */
export interface Room {
  readonly gradient: Float64Array;
  readonly reading: Reading;
}

/** What is found at an end of a stretch. */
export interface Sample extends Room {
  readonly value: number;
}

/** A part of a region: where it begins, how long it is, and the head at both ends. */
export interface Stretch {
  readonly begin: number;
  readonly length: number;
  readonly from: Sample;
  readonly to: Sample;
}

/** The integrals of a head's gradient over stretches of a region: Gauss quadrature. */
export class StretchIntegral {
  /** Of the last stretch. */
  readonly integrals: Float64Array;
  readonly #head: Integrand;
  readonly #way: Way;
  readonly #workspace: Workspace;
  readonly #point: Float64Array;
  readonly #few: Samples;
  readonly #watched: Samples;
  readonly #more: Samples;
  readonly #many: Samples;
  /** At nodes. */
  readonly #rooms: readonly Room[];
  /** How far apart neighbours among the last nodes are, if that need be looked at in this region. */
  #apart = 0;
  #isNear = false;
  /** The largest slope in this region. */
  #fastest = 0;

  /** @param way from where the region begins that is integrated over */
  constructor(head: Integrand, way: Way, workspace: Workspace) {
    const units = way.values.length;
    this.#head = head;
    this.#way = way;
    this.#workspace = workspace;
    this.#point = workspace.float64(units);
    this.integrals = workspace.float64(units);
    this.#few = new Samples(few, units, workspace);
    this.#watched = new Samples(watched, units, workspace);
    this.#more = new Samples(more, units, workspace);
    this.#many = new Samples(many, units, workspace);
    this.#rooms = Array.from(many.nodes, () => this.room());
  }

  /** Room for a sample. */
  room(): Room {
    return {
      gradient: this.#workspace.float64(this.#point.length),
      reading: this.#head.readings?.room() ?? [],
    };
  }

  /** Before a region. @returns whether what layers read need not be looked at, of places found before neither */
  begin(length: number): boolean {
    const { readings } = this.#head;
    const { slopes } = this.#way;
    this.#fastest = this.#workspace.kernels.largestSize(slopes, slopes.length);
    this.#isNear = readings === undefined || readings.areNear(widest * length * this.#fastest);
    return this.#isNear;
  }

  /** The head at a place of the region. */
  sample(at: number, room: Room): Sample {
    return { ...room, value: this.#at(at, room) };
  }

  /**
   * Finds the integrals; false if no nodes resolve them, if something may hide between nodes, or if
   * `sum of slope * integral` is not what the head changes.
   */
  find(stretch: Stretch): boolean {
    const isFound = this.#findByFew(stretch);
    if (isFound || this.#apart > fewer) return isFound;
    return this.#findByWatched(stretch) || this.#findByMore(stretch) || this.#findByMany(stretch);
  }

  /**
   * The same where the gradient is not finite at ends; true also if it is not in between, or the head itself is not.
   */
  findInside(stretch: Stretch): boolean {
    if (!Number.isFinite(stretch.to.value - stretch.from.value)) {
      this.integrals.fill(NaN);
      return true;
    }
    return this.#findByMany(stretch) || !this.integrals.every(Number.isFinite);
  }

  /** Whether nodes were too few by far on the last stretch, so that not all of them were tried. */
  get isFar(): boolean {
    return this.#apart > fewer;
  }

  /** Whether the most nodes do not resolve the gradient of the last stretch for rounding alone. */
  isRounding(stretch: Stretch): boolean {
    return this.#apart <= closely && (this.#isConstant(stretch) || this.#isNoise(stretch));
  }

  /** By how much the integrals over the last stretch may be off if it is not resolved though its nodes are near. */
  unresolved({ length }: Stretch): number {
    if (this.#apart > closely) return Infinity;
    let sum = 0;
    for (let unit = 0; unit < this.integrals.length; unit++) sum += this.#lastCoefficient(unit);
    return sum * length * this.#fastest;
  }

  /** Whether the whole frontier, on all its way here, does not change the head but by rounding of its value. */
  #isConstant({ begin, length, from, to }: Stretch): boolean {
    if (this.#fastest * length > farthest) return false;
    // A unit that rests may be made of some that go as far as any.
    const { values } = this.#way;
    const { kernels } = this.#workspace;
    const way = kernels.largestSize(values, values.length) + this.#fastest * (begin + length);
    let most = 0;
    for (const { gradient } of [from, ...this.#rooms, to])
      most = Math.max(most, kernels.largestSize(gradient, gradient.length));
    const change = Math.abs(to.value - from.value) + values.length * most * way;
    return change <= roundingOfHead * Math.max(Math.abs(from.value), Math.abs(to.value));
  }

  /** Whether it is what the gradient changes by where all that is computed is rounded otherwise. */
  #isNoise(stretch: Stretch): boolean {
    const { begin, length } = stretch;
    const { slopes } = this.#way;
    if (this.#head.noise === undefined) return false;
    const noises = [];
    for (const node of noisy) noises.push(this.#head.noise(this.#pointAt(begin + many.nodes[node] * length)));
    let missed = 0;
    for (let unit = 0; unit < slopes.length; unit++) {
      const allowed = roundings * Math.max(...noises.map((of) => of[unit]));
      missed += allowed * Math.abs(slopes[unit]) * length;
      if (!(this.#lastCoefficient(unit) <= allowed)) return false;
    }
    return this.#gap(stretch) <= missed + this.#roundingIn(begin, length);
  }

  /** The size of the last coefficients that the most nodes tell of a component of the gradient, of the larger one. */
  #lastCoefficient(unit: number): number {
    let most = 0;
    for (const { weights } of many.tests) {
      let sum = 0;
      for (let node = 0; node < weights.length; node++) sum += weights[node] * this.#rooms[node].gradient[unit];
      most = Math.max(most, Math.abs(sum));
    }
    return most;
  }

  #findByFew(stretch: Stretch): boolean {
    const { kernels } = this.#workspace;
    const { from, to, length } = stretch;
    const [left, right] = this.#rooms;
    this.#few.set(0, from.gradient);
    this.#evaluate(this.#few, stretch, 1, left);
    this.#evaluate(this.#few, stretch, 2, right);
    this.#few.set(3, to.gradient);
    this.#apart = this.#apartIn([from, left, right, to]);
    const isResolved = kernels.integrateFew(this.#few, length, this.integrals) !== 0;
    return isResolved && this.#apart <= 1 && this.#isComplete(stretch);
  }

  /** After the few, with one in their middle. */
  #findByWatched(stretch: Stretch): boolean {
    const [left, right, middle] = this.#rooms;
    return this.#findBy(this.#watched, stretch, [stretch.from, left, middle, right, stretch.to], [middle]);
  }

  /** After those, with one on either side of the middle. */
  #findByMore(stretch: Stretch): boolean {
    const [left, right, middle, ...others] = this.#rooms;
    const added = others.slice(0, 2);
    const row = [stretch.from, added[0], left, middle, right, added[1], stretch.to];
    return this.#findBy(this.#more, stretch, row, added);
  }

  /** By a row of nodes, of which some are added to those that are known. */
  #findBy(samples: Samples, stretch: Stretch, row: readonly Room[], added: readonly Room[]): boolean {
    row.forEach((room, node) => {
      if (added.includes(room)) this.#evaluate(samples, stretch, node, room);
      else samples.set(node, room.gradient);
    });
    return this.#integrate(samples, stretch, row);
  }

  #findByMany(stretch: Stretch): boolean {
    return this.#findBy(this.#many, stretch, this.#rooms, this.#rooms);
  }

  /** Takes a sample of the gradient at a node into a room. */
  #evaluate(samples: Samples, { begin, length }: Stretch, node: number, room: Room): void {
    this.#at(begin + samples.rule.nodes[node] * length, room);
    samples.set(node, room.gradient);
  }

  #at(at: number, { gradient, reading }: Room): number {
    return this.#head.at(this.#pointAt(at), gradient, this.#isNear ? undefined : reading);
  }

  #pointAt(at: number): Float64Array {
    const { values, slopes } = this.#way;
    this.#workspace.kernels.addMultiple(values, at, slopes, values.length, this.#point);
    return this.#point;
  }

  #integrate(samples: Samples, stretch: Stretch, row: readonly Room[]): boolean {
    this.#apart = this.#apartIn(row);
    const isResolved = this.#workspace.kernels.integrateBy(samples, stretch.length, this.integrals) !== 0;
    return isResolved && this.#apart <= 1 && this.#isComplete(stretch);
  }

  #apartIn(row: readonly Room[]): number {
    if (this.#isNear) return 0;
    return this.#head.readings?.apart(row.map(({ reading }) => reading)) ?? 0;
  }

  /** Whether the integrals make what the head changes, to rounding. */
  #isComplete(stretch: Stretch): boolean {
    const {
      begin,
      length,
      from: { value: from },
      to: { value: to },
    } = stretch;
    const size = Math.abs(from) + Math.abs(to) + leastNumber;
    if (this.#workspace.kernels.isComplete(this.#way, length, this.integrals, to - from, size) !== 0) return true;
    return this.#gap(stretch) <= this.#roundingIn(begin, length);
  }

  #gap({ from, to }: Stretch): number {
    const { slopes } = this.#way;
    const change = this.#workspace.kernels.dot(slopes, this.integrals, slopes.length);
    return Math.abs(change - (to.value - from.value));
  }

  /** What rounding may make of the head at the ends of a stretch. */
  #roundingIn(begin: number, length: number): number {
    const [from, to] = [begin, begin + length].map((at) => this.#head.rounding?.(this.#pointAt(at)) ?? 0);
    return Math.max(from, to);
  }
}
