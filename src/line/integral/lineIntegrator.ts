import { totalMass, type Measure } from '../../quadrature/index.ts';
import { allColumns, copied, frontierEdges, type AdjointPath, type FrontierEdge } from '../adjoint/index.ts';
import { stageAt, theLine, withLine } from '../graph/index.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import {
  counted,
  fewLanes,
  Kinks,
  manyLanes,
  MemoryRecord,
  recorded,
  singleLanes,
  type HeldMatrix,
  type InMemory,
  type Memory,
  type Numbers,
  type SlopeChanges,
  type Vectors,
  type WeighedSlopeChanges,
} from '../memory/index.ts';
import { CumulativeMass } from './cumulativeMass.ts';

const noChanges = new Kinks();
/** Changes of slope that are taken at a time. */
const mostSlopeChanges = 1024;

/** How a walk keeps its numbers. */
export interface Precision<N extends Numbers> {
  readonly mostLanes: Vectors['lanes'];
  lanesFor(measures: number): Vectors['lanes'];
  room(memory: Memory, length: number): N;
}

export const double: Precision<Float64Array> = {
  mostLanes: manyLanes,
  lanesFor: (measures) => (measures < fewLanes ? fewLanes : manyLanes),
  room: (memory, length) => memory.float64(length),
};

export const single: Precision<Float32Array> = {
  mostLanes: singleLanes,
  lanesFor: () => singleLanes,
  room: (memory, length) => memory.float32(length),
};

/**
 * What a walk finds for a few measures, in its workspace: for each input the integrals, in the lanes `1 .. measures`.
 */
export interface Integrals<N extends Numbers> {
  readonly numbers: N;
  readonly lanes: number;
  readonly measures: number;
}

/** What a walk finds: for the first measures, as many as there are lanes, for the next, and so on. */
export interface Findings<N extends Numbers> {
  readonly batches: readonly Integrals<N>[];
  /** Per crossing the adjoint of the unit's output there, in the walk's precision. */
  readonly adjoints: Float64Array;
}

/** The measure of the first lane: the mass before any alpha is -1, so that `-sum d C(t)` is the adjoint. */
const adjointItself: Measure = { density: 0, nodes: Float64Array.of(-1), weights: Float64Array.of(-1) };

/** A few measures and what is kept for them; the numbers of one unit lie side by side, in lanes. */
interface Batch<N extends Numbers> {
  readonly measures: number;
  readonly lanes: Vectors['lanes'];
  /** Changes and changes of slope have their own. */
  readonly massesOfChanges: CumulativeMass;
  readonly massesOfSlopeChanges: CumulativeMass;
  readonly totals: N;
  /** `-sum d C(t)` in the slots. */
  readonly moments: N;
  readonly allMoments: Vectors;
  /** Those behind each edge of a node, or of the line, over the frontier. */
  readonly momentsBehind: (node: number) => readonly Vectors[];
  /** Those along the line; from where to where is written for each call, in their record too. */
  readonly passing: WeighedSlopeChanges;
  readonly record: MemoryRecord<'SlopeChanges'>;
  /** The adjoint of each change of slope's unit. */
  readonly adjoints: Float64Array;
  /** The integrated adjoint of the output of affine nodes, and of the line. */
  readonly integrals: (node: number) => N;
}

/**
 * One walk along the line for all measures. `A_k(alpha)`, the integral of adjoint `a_k` over [0, alpha),
 * is `a_k(alpha) C(alpha) - sum of d C(t)` over the changes d of `a_k` at t, with `C` the measure's mass
 * before an alpha; only the sum is kept for each measure. The first lane has the mass -1 everywhere, so that its sum
 * is the adjoint itself. A unit of a first activation that is in one piece on [s, e] receives the slope of that piece
 * times `W[:, j] . (A(e) - A(s))`.
 */
export class LineIntegrator<N extends Numbers> {
  readonly #workspace: Workspace;
  readonly #path: AdjointPath;
  readonly #precision: Precision<N>;
  readonly #kernels: Kernels;
  readonly #edges: (node: number) => readonly FrontierEdge[];
  /** Those along the line, and how many changes of the present portion come before each. */
  readonly #slopeChanges: SlopeChanges;
  readonly #alphas: Float64Array;
  readonly #groups: Int32Array;
  /** All columns of the widest matrix. */
  readonly #columns: SlopeChanges & InMemory;
  readonly #batches: readonly Batch<N>[];
  /** Where the groups of the present portion of changes start, and the masses before them. */
  #starts: Int32Array;
  #changeMasses: N;
  readonly #slopeChangeMasses: N;
  /** The next change of slope. */
  #next = 0;

  constructor(path: AdjointPath, measures: readonly Measure[], precision: Precision<N>, workspace: Workspace) {
    const { graph, frontier } = path;
    const most = precision.mostLanes - 1;
    this.#path = path;
    this.#precision = precision;
    this.#kernels = workspace.kernels;
    this.#workspace = workspace;
    this.#edges = frontierEdges(graph, frontier, this.#workspace);
    this.#slopeChanges = copied(path.slopeChanges, this.#workspace);
    this.#alphas = this.#workspace.float64(path.slopeChanges.alphas.length);
    this.#alphas.set(path.slopeChanges.alphas);
    this.#groups = this.#workspace.int32(path.slopeChanges.columns.length);
    const widest = Math.max(graph.inputSize, ...graph.nodes.map(({ size }) => size));
    this.#columns = allColumns(widest, this.#workspace);
    this.#starts = this.#workspace.int32(1);
    this.#changeMasses = precision.room(this.#workspace, 0);
    this.#slopeChangeMasses = precision.room(this.#workspace, mostSlopeChanges * precision.mostLanes);
    const begins = Array.from({ length: Math.ceil(measures.length / most) }, (_, b) => b * most);
    this.#batches = begins.map((begin) => this.#batchOf(measures.slice(begin, begin + most)));
  }

  /** @param progress told up to which alpha all is integrated */
  run(progress?: (alpha: number) => void): Findings<N> {
    const adjoints = new Float64Array(this.#path.restriction.crossings.alphas.length);
    for (const changes of this.#path.changes(this.#workspace, adjoints)) {
      this.#take(changes, changes.alphas[changes.groups - 1]);
      if (changes.groups > 0) progress?.(changes.alphas[changes.groups - 1]);
    }
    this.#take(noChanges, Infinity);
    progress?.(1);
    const batches = this.#batches.map((batch) => {
      this.#endLine(batch);
      this.#endPieces(batch);
      this.#pullToInput(batch);
      const { lanes, measures, integrals } = batch;
      return { numbers: integrals(theLine), lanes, measures };
    });
    return { batches, adjoints: this.#withSlopeChanges(adjoints) };
  }

  #batchOf(measures: readonly Measure[]): Batch<N> {
    const { graph, frontier } = this.#path;
    const lanes = this.#precision.lanesFor(measures.length);
    const numbers = (units: number): N => this.#precision.room(this.#workspace, units * lanes);
    const all = [adjointItself, ...measures];
    const totals = numbers(1);
    totals.set(all.map(totalMass));
    const moments = numbers(frontier.size);
    const momentsFrom = (first: number): Vectors =>
      recorded(this.#workspace, 'Vectors', { lanes, numbers: moments, first });
    const behind = (node: number): Vectors[] => this.#edges(node).map(({ slot }) => momentsFrom(slot));
    const adjoints = this.#workspace.float64(this.#groups.length);
    const { columns, receivers, factors } = this.#slopeChanges;
    const along = { columns, receivers, factors, groups: this.#groups, masses: this.#slopeChangeMasses, adjoints };
    const record = new MemoryRecord(this.#workspace, 'SlopeChanges', along);
    return {
      measures: measures.length,
      lanes,
      massesOfChanges: new CumulativeMass(all, lanes, this.#workspace),
      massesOfSlopeChanges: new CumulativeMass(all, lanes, this.#workspace),
      totals,
      moments,
      allMoments: momentsFrom(0),
      momentsBehind: withLine(
        graph.nodes.map((_, node) => behind(node)),
        behind(theLine),
      ),
      passing: { ...along, begin: 0, end: 0, address: record.address },
      record,
      adjoints,
      integrals: withLine(
        graph.nodes.map(({ stage, size }) => numbers(stage === 'affine' ? size : 0)),
        numbers(graph.inputSize),
      ),
    };
  }

  /**
   * Takes a portion of changes, and the changes of slope up to an alpha; those at the alpha of a change come before it.
   */
  #take(changes: Kinks, until: number): void {
    const { alphas } = this.#path.slopeChanges;
    const begin = this.#next;
    for (let group = 0; this.#next < alphas.length && alphas[this.#next] <= until; this.#next++) {
      while (group < changes.groups && changes.alphas[group] < alphas[this.#next]) group++;
      this.#groups[this.#next] = group;
    }
    this.#reserve(changes.groups);
    this.#starts.set(changes.starts.subarray(0, changes.groups + 1));
    for (const batch of this.#batches) this.#integrate(batch, changes, begin, this.#next);
  }

  #reserve(groups: number): void {
    if (groups < this.#starts.length) return;
    this.#starts = this.#workspace.int32(2 * groups + 1);
    this.#changeMasses = this.#precision.room(this.#workspace, 2 * groups * this.#precision.mostLanes);
  }

  /** The same for one batch: changes of slope of one node are taken together, with the changes between them. */
  #integrate(batch: Batch<N>, { alphas, units, changes, groups }: Kinks, begin: number, end: number): void {
    const { massesOfChanges, massesOfSlopeChanges, passing, record } = batch;
    const masses = this.#changeMasses;
    const portion = recorded(this.#workspace, 'AdjointChanges', { units, changes, starts: this.#starts, masses });
    massesOfChanges.write(masses, alphas, 0, groups);
    const { slopeChanges } = this.#path;
    let group = 0;
    let to: number;
    for (let from = begin; from < end; from = to) {
      const node = slopeChanges.nodes[from];
      to = this.#runFrom(from, end);
      massesOfSlopeChanges.write(this.#slopeChangeMasses, this.#alphas, from, to);
      passing.begin = from;
      passing.end = to;
      record.write({ begin: from, end: to });
      const into = batch.integrals(this.#path.graph.nodes[node].inputs[0]);
      this.#edges(node).forEach(({ matrix }, edge) => {
        group = this.#kernels.integrateSlopeChanges(
          matrix,
          passing,
          portion,
          group,
          batch.momentsBehind(node)[edge],
          into,
        );
      });
    }
    this.#kernels.subtractMoments(portion, group, groups, batch.allMoments);
  }

  /**
   * Where the changes of slope of one node end that one call takes; if there are several edges, no change may lie
   * between them.
   */
  #runFrom(begin: number, end: number): number {
    const { nodes } = this.#path.slopeChanges;
    const groups = this.#groups;
    const several = this.#edges(nodes[begin]).length > 1;
    const last = Math.min(end, begin + mostSlopeChanges);
    let to = begin + 1;
    while (to < last && nodes[to] === nodes[begin] && !(several && groups[to] !== groups[begin])) to++;
    return to;
  }

  /** Per crossing the adjoint of the unit's output. */
  #withSlopeChanges(adjoints: Float64Array): Float64Array {
    this.#path.slopeChanges.crossings.forEach((crossing, i) => (adjoints[crossing] = this.#batches[0].adjoints[i]));
    return adjoints;
  }

  /** Where the line ends: makes the moments the integrals over all of it. */
  #endLine({ lanes, moments, allMoments, totals }: Batch<N>): void {
    const slots = moments.length / lanes;
    const adjoints = this.#workspace.float64(slots);
    for (let slot = 0; slot < slots; slot++) adjoints[slot] = moments[slot * lanes];
    const starts = this.#workspace.int32(2);
    starts[1] = slots;
    const masses = this.#precision.room(this.#workspace, lanes);
    for (let lane = 0; lane < lanes; lane++) masses[lane] = -totals[lane];
    const units = counted(slots, this.#workspace);
    const end = recorded(this.#workspace, 'AdjointChanges', { units, changes: adjoints, starts, masses });
    this.#kernels.subtractMoments(end, 0, 1, allMoments);
  }

  /** The pieces that last to alpha = 1. */
  #endPieces({ momentsBehind, integrals }: Batch<N>): void {
    this.#path.graph.nodes.forEach((node, i) => {
      if (node.stage !== 'first') return;
      const last = copied(this.#path.slopeChanges.last[i], this.#workspace);
      const into = integrals(node.inputs[0]);
      this.#edges(i).forEach(({ matrix }, edge) => {
        this.#kernels.pull(matrix, last, last.columns.length, momentsBehind(i)[edge], into);
      });
    });
  }

  /** The last linear maps, back to the input, applied once to what has been integrated. */
  #pullToInput({ lanes, integrals, momentsBehind, totals }: Batch<N>): void {
    const { nodes, output } = this.#path.graph;
    const pull = (matrix: HeldMatrix, vectors: Vectors, into: N): void => {
      this.#kernels.pull(matrix, this.#columns, matrix.columns, vectors, into);
    };
    if (nodes[output].stage === 'affine') integrals(output).set(totals);
    for (const node of [theLine, ...nodes.keys()]) {
      if (stageAt(nodes, node) !== 'affine') continue;
      this.#edges(node).forEach(({ matrix }, edge) => {
        pull(matrix, momentsBehind(node)[edge], integrals(node));
      });
    }
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { operation, inputs, stage } = nodes[node];
      if (stage !== 'affine' || operation.family !== 'linear') continue;
      const above = recorded(this.#workspace, 'Vectors', { lanes, numbers: integrals(node), first: 0 });
      operation.matrices.forEach((matrix, i) => {
        pull(this.#workspace.matrix(matrix), above, integrals(inputs[i]));
      });
    }
  }
}
