import { AdjointSweep } from './adjointSweep.ts';
import type { LineGraph } from '../graph/index.ts';
import type { Kernels } from '../kernels/index.ts';
import { Kinks, type Workspace } from '../memory/index.ts';
import type { Restriction } from '../forward/index.ts';
import type { Scope } from './scope.ts';

/** Changes that are handed out at a time, or a few more: bounds the memory. */
const portion = 1 << 17;
/** Changes that are kept for the next time, at most; 12 bytes each. */
const most = 1 << 24;

/**
 * The adjoint of a graph's output where a scope records it, along the whole line. It is piecewise constant: first its
 * value just after alpha = 0 and then its changes, by ascending alpha. They are found by an adjoint sweep: from the
 * target down, changing only what a crossing changes.
 */
export class AdjointChanges {
  readonly #restriction: Restriction;
  readonly #graph: LineGraph;
  readonly #scope: Scope;
  /** How many may be kept. */
  readonly #room: number;
  #kept: readonly Kinks[] | undefined;

  /** @param keep them for the next time, if they are few enough? */
  constructor(restriction: Restriction, graph: LineGraph, scope: Scope, keep: boolean) {
    this.#restriction = restriction;
    this.#graph = graph;
    this.#scope = scope;
    this.#room = keep ? most : 0;
  }

  /**
   * Portions of changes in a workspace, each of which lasts until the next; units count through the slots.
   *
   * @param adjoints where the first time notes, per crossing that is followed, the adjoint of the unit's output there
   */
  *portions(kernels: Kernels, workspace: Workspace, adjoints?: Float64Array): Generator<Kinks> {
    if (this.#kept !== undefined) yield* this.#copies(this.#kept, workspace);
    else yield* this.#sweep(kernels, workspace, adjoints);
  }

  *#sweep(kernels: Kernels, workspace: Workspace, noted: Float64Array | undefined): Generator<Kinks> {
    const changes = new Kinks(1, workspace);
    const kept: Kinks[] = [];
    let count = 0;
    const room = this.#room;
    const hand = function* (): Generator<Kinks> {
      count += changes.size;
      changes.sort(changes.groups);
      if (count <= room) kept.push(copyOf(changes));
      yield changes;
      changes.clear();
    };
    const adjoints = new AdjointSweep(this.#restriction, this.#graph, this.#scope, changes, kernels, workspace);
    adjoints.begin();
    const { alphas, nodes, units, pieces } = this.#restriction.crossings;
    for (let i = 0; i < alphas.length; i++) {
      if (!this.#scope.followed[nodes[i]]) continue;
      const adjoint = adjoints.cross(alphas[i], nodes[i], units[i], pieces[i]);
      if (noted !== undefined) noted[i] = adjoint;
      if (changes.size >= portion) yield* hand();
    }
    yield* hand();
    if (count <= room) this.#kept = kept;
  }

  *#copies(kept: readonly Kinks[], workspace: Workspace): Generator<Kinks> {
    const changes = new Kinks(1, workspace);
    for (const portion of kept) {
      changes.clear();
      changes.append(portion);
      yield changes;
    }
  }
}

function copyOf(changes: Kinks): Kinks {
  const copy = new Kinks();
  copy.append(changes);
  copy.sort(copy.groups);
  return copy;
}
