import { leastNumber, Samples, type Way, type Workspace } from '../../line/index.ts';
import { extendedRule, lobattoRule, resolvedRule, watchedRule } from '../../quadrature/index.ts';
import { HeadAlong, type Room, type Sample, type Stretch } from './headAlong.ts';
import type { HeadFunction } from './headFunction.ts';
import { Unresolved } from './unresolved.ts';

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
/** Where neighbours among the most are no further apart than this, nothing but rounding should be left unresolved. */
const closely = 1 / 4;

/** The integrals of a head's gradient over stretches of a region: Gauss quadrature. */
export class StretchIntegral {
  /** Of the last stretch. */
  readonly integrals: Float64Array;
  readonly #head: HeadAlong;
  readonly #workspace: Workspace;
  readonly #few: Samples;
  readonly #watched: Samples;
  readonly #more: Samples;
  readonly #many: Samples;
  /** At nodes. */
  readonly #rooms: readonly Room[];
  readonly #unresolved: Unresolved;
  /** How far apart neighbours among the last nodes are, if that need be looked at in this region. */
  #apart = 0;

  /** @param way from where the region begins that is integrated over */
  constructor(head: HeadFunction, way: Way, workspace: Workspace) {
    const units = way.values.length;
    this.#head = new HeadAlong(head, way, workspace);
    this.#workspace = workspace;
    this.integrals = workspace.float64(units);
    this.#few = new Samples(few, units, workspace);
    this.#watched = new Samples(watched, units, workspace);
    this.#more = new Samples(more, units, workspace);
    this.#many = new Samples(many, units, workspace);
    this.#rooms = Array.from(many.nodes, () => this.room());
    this.#unresolved = new Unresolved(this.#head, many, this.#rooms);
  }

  /** Room for a sample. */
  room(): Room {
    return this.#head.room();
  }

  /** Before a region. @returns whether what was found where the last one ends holds here, too */
  begin(length: number): boolean {
    return this.#head.begin(widest * length);
  }

  /** The head at a place of the region. */
  sample(at: number, room: Room): Sample {
    return { ...room, value: this.#head.at(at, room) };
  }

  /**
   * Finds the integrals; false if no nodes resolve them, if something may hide between nodes, or if
   * `sum of slope * integral` is not what the head changes.
   */
  find(stretch: Stretch): boolean {
    const isFound = this.#findByFew(stretch);
    if (isFound || this.isFar) return isFound;
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
    const unresolved = this.#unresolved;
    return this.#apart <= closely && (unresolved.isOfConstant(stretch) || unresolved.isNoise(stretch, this.integrals));
  }

  /** By how much the integrals over the last stretch may be off if it is not resolved though its nodes are near. */
  unresolved(stretch: Stretch): number {
    return this.#apart > closely ? Infinity : this.#unresolved.most(stretch);
  }

  #findByFew(stretch: Stretch): boolean {
    const { kernels } = this.#workspace;
    const { from, to, length } = stretch;
    const [left, right] = this.#rooms;
    this.#few.set(0, from.gradient);
    this.#evaluate(this.#few, stretch, 1, left);
    this.#evaluate(this.#few, stretch, 2, right);
    this.#few.set(3, to.gradient);
    this.#apart = this.#head.apartIn([from, left, right, to]);
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

  #findByMany(stretch: Stretch): boolean {
    return this.#findBy(this.#many, stretch, this.#rooms, this.#rooms);
  }

  /** By a row of nodes, of which some are added to those that are known. */
  #findBy(samples: Samples, stretch: Stretch, row: readonly Room[], added: readonly Room[]): boolean {
    row.forEach((room, node) => {
      if (added.includes(room)) this.#evaluate(samples, stretch, node, room);
      else samples.set(node, room.gradient);
    });
    this.#apart = this.#head.apartIn(row);
    const isResolved = this.#workspace.kernels.integrateBy(samples, stretch.length, this.integrals) !== 0;
    return isResolved && this.#apart <= 1 && this.#isComplete(stretch);
  }

  /** Takes a sample of the gradient at a node into a room. */
  #evaluate(samples: Samples, { begin, length }: Stretch, node: number, room: Room): void {
    this.#head.at(begin + samples.rule.nodes[node] * length, room);
    samples.set(node, room.gradient);
  }

  /** Whether the integrals make what the head changes, to rounding. */
  #isComplete(stretch: Stretch): boolean {
    const { kernels } = this.#workspace;
    const {
      length,
      from: { value: from },
      to: { value: to },
    } = stretch;
    const size = Math.abs(from) + Math.abs(to) + leastNumber;
    if (kernels.isComplete(this.#head.way, length, this.integrals, to - from, size) !== 0) return true;
    return this.#head.gap(stretch, this.integrals) <= this.#head.rounding(stretch);
  }
}
