import { leastNumber, Samples, type Way, type Workspace } from '../../line/index.ts';
import { extendedRule, lobattoRule, resolvedRule, watchedRule } from '../../quadrature/index.ts';

/** Nodes at both ends, and two between. */
const few = lobattoRule();
/** Where these do not resolve the head, the middle may tell that they do. */
const watched = watchedRule();
/** Else two more between them may. */
const more = extendedRule();
/** Else others, none of them at an end, where a gradient may jump. */
const many = resolvedRule(8);
const roundingOfHead = 1e-13;

/** A smooth function of the frontier. */
export interface Integrand {
  /** Its value; the gradient is written. */
  at(z: Float64Array, gradient: Float64Array): number;
}

/** A function's value and gradient at an end of a stretch. */
export interface Sample {
  readonly value: number;
  readonly gradient: Float64Array;
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
  /** Room for the gradient at nodes. */
  readonly #rooms: readonly Float64Array[];

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
    this.#rooms = Array.from(many.nodes, () => workspace.float64(units));
  }

  /** The head at a place of the region. */
  sample(at: number, gradient: Float64Array): Sample {
    return { value: this.#at(at, gradient), gradient };
  }

  /** Finds the integrals; false if no nodes resolve them, or `sum of slope * integral` is not what the head changes. */
  find(stretch: Stretch): boolean {
    return (
      this.#findByFew(stretch) || this.#findByWatched(stretch) || this.#findByMore(stretch) || this.#findByMany(stretch)
    );
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

  /** Whether the whole frontier, on all its way here, does not change the head but by rounding, after many nodes. */
  isRounding({ begin, length, from, to }: Stretch): boolean {
    const { values, slopes } = this.#way;
    const gradients = [from.gradient, ...this.#rooms, to.gradient];
    let most = Math.abs(to.value - from.value);
    for (let unit = 0; unit < values.length; unit++) {
      const size = gradients.reduce((largest, gradient) => Math.max(largest, Math.abs(gradient[unit])), 0);
      most += size * (Math.abs(values[unit]) + Math.abs(slopes[unit]) * (begin + length));
    }
    return most <= roundingOfHead * Math.max(Math.abs(from.value), Math.abs(to.value));
  }

  #findByFew(stretch: Stretch): boolean {
    const { kernels } = this.#workspace;
    this.#few.set(0, stretch.from.gradient);
    this.#evaluate(this.#few, stretch, 1, 0);
    this.#evaluate(this.#few, stretch, 2, 1);
    this.#few.set(3, stretch.to.gradient);
    return kernels.integrateFew(this.#few, stretch.length, this.integrals) !== 0 && this.#isComplete(stretch);
  }

  /** After the few, with one in their middle. */
  #findByWatched(stretch: Stretch): boolean {
    [0, 1, 3, 4].forEach((node, i) => {
      this.#watched.set(node, this.#few.gradients[i]);
    });
    this.#evaluate(this.#watched, stretch, 2, 2);
    return this.#integrate(this.#watched, stretch);
  }

  /** After those, with one on either side of the middle. */
  #findByMore(stretch: Stretch): boolean {
    [0, 2, 3, 4, 6].forEach((node, i) => {
      this.#more.set(node, this.#watched.gradients[i]);
    });
    [1, 5].forEach((node, i) => {
      this.#evaluate(this.#more, stretch, node, 3 + i);
    });
    return this.#integrate(this.#more, stretch);
  }

  #findByMany(stretch: Stretch): boolean {
    this.#rooms.forEach((_, node) => {
      this.#evaluate(this.#many, stretch, node, node);
    });
    return this.#integrate(this.#many, stretch);
  }

  /** Takes a sample of the gradient at a node into a room. */
  #evaluate(samples: Samples, { begin, length }: Stretch, node: number, room: number): void {
    const gradient = this.#rooms[room];
    this.#at(begin + samples.rule.nodes[node] * length, gradient);
    samples.set(node, gradient);
  }

  #at(at: number, gradient: Float64Array): number {
    const { values, slopes } = this.#way;
    this.#workspace.kernels.addMultiple(values, at, slopes, values.length, this.#point);
    return this.#head.at(this.#point, gradient);
  }

  #integrate(samples: Samples, stretch: Stretch): boolean {
    const { kernels } = this.#workspace;
    return kernels.integrateBy(samples, stretch.length, this.integrals) !== 0 && this.#isComplete(stretch);
  }

  /** Whether the integrals make what the head changes, to rounding. */
  #isComplete({ length, from: { value: from }, to: { value: to } }: Stretch): boolean {
    const size = Math.abs(from) + Math.abs(to) + leastNumber;
    return this.#workspace.kernels.isComplete(this.#way, length, this.integrals, to - from, size) !== 0;
  }
}
