import { UserError } from '../../base/index.ts';
import { takeNonzeros, type Elementwise, type Linear, type Maximum, type TiledMatrix } from '../../network/index.ts';
import { restingPiece, slopeOf, thresholdAt, withLine, type LineGraph, type LineNode } from '../graph/index.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import type { ValueSlope } from './trackedUnits.ts';
import { entriesFor, initialRounding, MemoryRecord, type Entries } from '../memory/index.ts';
import { magnitudesOfSums, magnitudesOf } from './magnitude.ts';

/** Where units start, and their values at alpha = 1, to which the network is evaluated. */
export interface Ends extends ValueSlope {
  readonly end: Float64Array;
}

/**
 * Where every node's units start: values, slopes over alpha and linear pieces just after alpha = 0; and where they end.
 */
export interface InitialState {
  /** Of a node, or of the line. */
  readonly run: (node: number) => Ends;
  /**
   * For activations: per unit the index of the linear piece (elementwise; see `pieces.ts`) or the candidate that is the
   * largest (maximum); empty for linear nodes.
   */
  readonly pieces: readonly Int32Array[];
}

/**
 * Walks the layers once at both ends of the line. The runs are in the workspace.
 *
 * @throws UserError that names the layer where values are too large for float64
 */
export function startOf(
  graph: LineGraph,
  baseline: Float64Array,
  delta: Float64Array,
  workspace: Workspace,
): InitialState {
  const magnitude = magnitudesOf(baseline, delta, workspace.float64(delta.length));
  const line: Ends = { value: baseline, slope: delta, magnitude, end: baseline.slice() };
  for (let i = 0; i < delta.length; i++) line.end[i] += delta[i];
  const runs: Ends[] = [];
  const runOf = withLine(runs, line);
  const product = new Product(Math.max(graph.inputSize, ...graph.nodes.map(({ size }) => size)), workspace);
  const pieces = graph.nodes.map((node) => {
    const run = {
      value: workspace.float64(node.size),
      slope: workspace.float64(node.size),
      magnitude: workspace.float64(node.size),
      end: workspace.float64(node.size),
    };
    const start = startNode(node, node.inputs.map(runOf), run, product);
    checkRun(node.name, run);
    runs.push(run);
    return start;
  });
  return { run: runOf, pieces };
}

function checkRun(layer: string, { value, slope, end }: Ends): void {
  let sum = 0;
  for (let unit = 0; unit < value.length; unit++) sum += 0 * value[unit] + 0 * slope[unit] + 0 * end[unit];
  if (sum === 0) return;
  const unit = value.findIndex((of, i) => !Number.isFinite(of + slope[i] + end[i]));
  throw new UserError(
    `Layer '${layer}' is not finite on the line: unit ${unit} leads from ${value[unit]} to ${end[unit]}. ` +
      'Values or weights are too large for float64; scale the network or its input down.',
  );
}

/** Multiplies matrices with vectors. */
class Product {
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  readonly #entries: Entries;
  readonly #marked: Int32Array;
  readonly #touched: Int32Array;
  /** A vector that is a single run. */
  readonly #whole: MemoryRecord<'Runs'>;

  /** @param longest of all vectors */
  constructor(longest: number, workspace: Workspace) {
    this.#kernels = workspace.kernels;
    this.#workspace = workspace;
    this.#entries = entriesFor(longest, workspace);
    this.#marked = workspace.int32(1);
    this.#touched = workspace.int32(1);
    this.#whole = new MemoryRecord(workspace, 'Runs', { runs: 1, marked: this.#marked, touched: this.#touched });
  }

  /** `y += M x` */
  add(matrix: TiledMatrix, x: Float64Array, y: Float64Array): void {
    const { units, changes } = this.#entries;
    const count = takeNonzeros(x, units, changes);
    const [width, values, marked, touched] = [y.length, y, this.#marked, this.#touched];
    this.#whole.write({ width, values });
    const sums = { width, values, marked, touched, count: 0, address: this.#whole.address };
    this.#kernels.addColumns(this.#workspace.matrix(matrix), this.#entries, 0, count, sums);
  }
}

/** Fills in the run of a node and returns its pieces. */
function startNode({ operation, stage }: LineNode, sources: readonly Ends[], run: Ends, product: Product): Int32Array {
  switch (operation.family) {
    case 'linear':
      startLinear(operation, stage === 'affine', sources, run, product);
      return new Int32Array();
    case 'elementwise':
      return startElementwise(operation, sources[0], run);
    case 'maximum':
      return startMaximum(operation, sources[0], run);
  }
}

function startLinear(
  operation: Linear,
  isStraight: boolean,
  sources: readonly Ends[],
  run: Ends,
  product: Product,
): void {
  const { matrices, bias } = operation;
  const { value, slope, end } = run;
  if (bias !== undefined) {
    value.set(bias);
    end.set(bias);
  }
  matrices.forEach((matrix, i) => {
    product.add(matrix, sources[i].value, value);
    product.add(matrix, sources[i].slope, slope);
    if (!isStraight) product.add(matrix, sources[i].end, end);
  });
  if (isStraight) for (let unit = 0; unit < end.length; unit++) end[unit] = value[unit] + slope[unit];
  magnitudesOfSums(operation, sources, run);
}

function startElementwise(operation: Elementwise, source: Ends, { value, slope, magnitude, end }: Ends): Int32Array {
  const pieces = new Int32Array(value.length);
  for (let unit = 0; unit < pieces.length; unit++) {
    const piece = startPiece(operation, source, unit);
    const pieceSlope = slopeOf(operation, piece);
    pieces[unit] = piece;
    value[unit] = operation.value(source.value[unit]);
    slope[unit] = pieceSlope * source.slope[unit];
    end[unit] = operation.value(source.end[unit]);
    magnitude[unit] = Math.max(
      Math.abs(value[unit]) + Math.abs(slope[unit]),
      Math.abs(pieceSlope) * source.magnitude[unit],
    );
  }
  return pieces;
}

/**
 * A unit on a threshold is in the piece that it moves into; one that rests there, to rounding, is in a piece with the
 * derivative there.
 */
function startPiece(operation: Elementwise, source: Ends, unit: number): number {
  const { thresholds } = operation;
  const value = source.value[unit];
  const slope = source.slope[unit];
  const rounding = initialRounding * source.magnitude[unit];
  let piece = 0;
  while (piece < thresholds.length && (value > thresholds[piece] || (value === thresholds[piece] && slope > 0)))
    piece++;
  if (Math.abs(slope) > rounding) return piece;
  const threshold = thresholdAt(operation, value, rounding);
  return threshold < 0 ? piece : restingPiece(operation, threshold);
}

/** Of equal candidates the one that rises fastest is the largest, of these the first; to rounding. */
function startMaximum({ pointers, candidates }: Maximum, source: Ends, run: Ends): Int32Array {
  const { value, slope, end } = source;
  const selected = new Int32Array(run.value.length);
  for (let unit = 0; unit < selected.length; unit++) {
    let best = candidates[pointers[unit]];
    let largest = end[best];
    for (let i = pointers[unit] + 1; i < pointers[unit + 1]; i++) {
      const other = candidates[i];
      largest = Math.max(largest, end[other]);
      if (isBeyond(source, other, best)) best = other;
    }
    selected[unit] = best;
    run.value[unit] = value[best];
    run.slope[unit] = slope[best];
    run.end[unit] = largest;
    run.magnitude[unit] = source.magnitude[best];
  }
  return selected;
}

/** Whether a unit is beyond another one just after alpha = 0. */
function isBeyond({ value, slope, magnitude }: Ends, unit: number, other: number): boolean {
  const rounding = initialRounding * (magnitude[unit] + magnitude[other]);
  const lead = value[unit] - value[other];
  return lead > rounding || (lead >= -rounding && slope[unit] - slope[other] > rounding);
}
