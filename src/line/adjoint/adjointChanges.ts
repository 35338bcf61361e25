import { AdjointSweep } from './adjointSweep.ts';
import type { LineGraph } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { Kinks } from '../memory/index.ts';
import type { Restriction } from '../forward/index.ts';
import type { AdjointLayout } from './adjointLayout.ts';

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
  readonly #layout: AdjointLayout;
  /** How many may be kept. */
  readonly #room: number;
  #kept: { readonly portions: readonly Kinks[]; readonly adjoints: Float64Array } | undefined;

  /** @param keep them for the next time, if they are few enough? */
  constructor(restriction: Restriction, graph: LineGraph, layout: AdjointLayout, keep: boolean) {
    this.#restriction = restriction;
    this.#graph = graph;
    this.#layout = layout;
    this.#room = keep ? most : 0;
  }

  /**
   * Portions of changes in a workspace, each of which lasts until the next; units count through the slots.
   *
   * @param noted where per crossing that is followed the adjoint of the unit's output there is noted
   */
  *portions(workspace: Workspace, noted?: Float64Array): Generator<Kinks> {
    if (this.#kept === undefined) {
      yield* this.#sweep(workspace, noted);
    } else {
      noted?.set(this.#kept.adjoints);
      yield* copies(this.#kept.portions, workspace);
    }
  }

  *#sweep(workspace: Workspace, noted: Float64Array | undefined): Generator<Kinks> {
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
    const sweep = new AdjointSweep(this.#restriction, this.#graph, this.#layout, changes, workspace);
    sweep.begin();
    const { alphas, nodes, units, pieces } = this.#restriction.crossings;
    const adjoints = noted ?? new Float64Array(alphas.length);
    for (let i = 0; i < alphas.length; i++) {
      if (!this.#layout.followed[nodes[i]]) continue;
      adjoints[i] = sweep.cross(alphas[i], nodes[i], units[i], pieces[i]);
      if (changes.size >= portion) yield* hand();
    }
    yield* hand();
    if (count <= room) this.#kept = { portions: kept, adjoints: adjoints.slice() };
  }
}

/** Portions one after the other, copied to a workspace. */
function* copies(portions: readonly Kinks[], workspace: Workspace): Generator<Kinks> {
  const changes = new Kinks(1, workspace);
  for (const portion of portions) {
    changes.clear();
    changes.append(portion);
    yield changes;
  }
}

function copyOf(changes: Kinks): Kinks {
  const copy = new Kinks();
  copy.append(changes);
  copy.sort(copy.groups);
  return copy;
}
