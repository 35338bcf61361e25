import { totalMass, type Measure } from '../../quadrature/index.ts';
import { theLine, withLine } from '../graph/index.ts';
import { MemoryRecord, recorded, type Numbers, type Vectors, type WeighedSlopeChanges } from '../memory/index.ts';
import { CumulativeMass } from './cumulativeMass.ts';
import { endOfNode, type LineWalk, type Portion } from './lineWalk.ts';

/** The measure of the first lane: the mass before any alpha is -1, so that `-sum d C(t)` is the adjoint. */
const adjointItself: Measure = { density: 0, nodes: Float64Array.of(-1), weights: Float64Array.of(-1) };

/**
 * A few measures and what is kept for them along the line: behind the boundary their moments, before it what they have
 * integrated. The numbers of one unit lie side by side, in lanes.
 */
export class MeasureBatch<N extends Numbers> {
  readonly measures: number;
  readonly lanes: Vectors['lanes'];
  readonly totals: N;
  /** `-sum d C(t)` in the slots. */
  readonly moments: N;
  readonly allMoments: Vectors;
  /** Those behind each edge of a node, or of the line, over the boundary. */
  readonly momentsBehind: (node: number) => readonly Vectors[];
  /** The integrated adjoint of the output of affine nodes, and of the line. */
  readonly integrals: (node: number) => N;
  /** The adjoint of the unit of each change of slope. */
  readonly adjoints: Float64Array;
  readonly #walk: LineWalk<N>;
  /** Changes of the adjoint and changes of slope have their own. */
  readonly #massesOfChanges: CumulativeMass;
  readonly #massesOfSlopeChanges: CumulativeMass;
  /** From where to where is written for each call, in the record too. */
  readonly #slopeChanges: WeighedSlopeChanges;
  readonly #record: MemoryRecord<'SlopeChanges'>;

  constructor(walk: LineWalk<N>, measures: readonly Measure[]) {
    const { path, precision, workspace, edges, slopeChanges, groups, masses } = walk;
    const { nodes, inputSize } = path.graph;
    const lanes = precision.lanesFor(measures.length);
    const numbers = (units: number): N => precision.room(workspace, units * lanes);
    const all = [adjointItself, ...measures];
    this.#walk = walk;
    this.measures = measures.length;
    this.lanes = lanes;
    this.#massesOfChanges = new CumulativeMass(all, lanes, workspace);
    this.#massesOfSlopeChanges = new CumulativeMass(all, lanes, workspace);
    this.totals = numbers(1);
    this.totals.set(all.map(totalMass));
    const moments = numbers(path.boundary.size);
    const from = (first: number): Vectors => recorded(workspace, 'Vectors', { lanes, numbers: moments, first });
    const behind = (node: number): Vectors[] => edges(node).map(({ slot }) => from(slot));
    this.moments = moments;
    this.allMoments = from(0);
    this.momentsBehind = withLine(
      nodes.map((_, node) => behind(node)),
      behind(theLine),
    );
    this.integrals = withLine(
      nodes.map(({ stage, size }) => numbers(stage === 'affine' ? size : 0)),
      numbers(inputSize),
    );
    this.adjoints = workspace.float64(groups.length);
    const { columns, receivers, factors } = slopeChanges;
    const along = { columns, receivers, factors, groups, masses, adjoints: this.adjoints };
    this.#record = new MemoryRecord(workspace, 'SlopeChanges', along);
    this.#slopeChanges = { ...along, begin: 0, end: 0, address: this.#record.address };
  }

  /**
   * Takes a portion of changes of the adjoint, and the changes of slope `begin .. end`: those of one node together,
   * with the changes of the adjoint between them.
   */
  integrate(portion: Portion, begin: number, end: number): void {
    const { kernels } = this.#walk.workspace;
    this.#massesOfChanges.write(portion.masses, portion.alphas, 0, portion.count);
    let group = 0;
    let to: number;
    for (let from = begin; from < end; from = to) {
      to = endOfNode(this.#walk, from, end);
      group = this.#integrateNode(portion, group, from, to);
    }
    kernels.subtractMoments(portion, group, portion.count, this.allMoments);
  }

  /** Takes changes of slope of one node, and the groups of changes of the adjoint between them; returns the next. */
  #integrateNode(portion: Portion, group: number, begin: number, end: number): number {
    const { path, edges, alphas, masses, workspace } = this.#walk;
    const node = path.slopeChanges.nodes[begin];
    this.#massesOfSlopeChanges.write(masses, alphas, begin, end);
    this.#slopeChanges.begin = begin;
    this.#slopeChanges.end = end;
    this.#record.write({ begin, end });
    const into = this.integrals(path.graph.nodes[node].inputs[0]);
    const moments = this.momentsBehind(node);
    let next = group;
    edges(node).forEach(({ matrix }, edge) => {
      next = workspace.kernels.integrateSlopeChanges(matrix, this.#slopeChanges, portion, next, moments[edge], into);
    });
    return next;
  }
}
