import { UserError } from '../../base/index.ts';
import { withLine, type LineGraph } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { magnitudesOf } from './magnitude.ts';
import { Product } from './product.ts';
import { startNode, type Ends } from './startNode.ts';

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
