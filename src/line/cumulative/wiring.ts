import { activeAmong, fewWeights } from '../adjoint/index.ts';
import type { Restriction } from '../forward/index.ts';
import { theLine } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { counted, type SelectedUnits } from '../memory/index.ts';
import { ElementwiseReader, MaximumReader, type ActivationReader } from './activationReaders.ts';
import { LinearReader } from './linearReader.ts';
import { OutputAdjoint, type Clock } from './outputAdjoint.ts';

/** If more than this share of a node's units is active, all of them are kept. */
const worthwhile = 3 / 4;

/** The nodes of a graph up to one of them, as adjoints go through them. */
export interface Wiring {
  /** Per node, and of the line itself at last. */
  readonly outputs: readonly OutputAdjoint[];
  /** Per node that is an activation on the way. */
  readonly activations: readonly (ActivationReader | undefined)[];
}

/**
 * Joins the nodes on all ways from the line to a node.
 *
 * @param layer whose adjoints will be asked for, or the line; of other nodes only those of active units may be
 */
export function wiringOf(
  restriction: Restriction,
  node: number,
  layer: number,
  clock: Clock,
  workspace: Workspace,
): Wiring {
  const { graph, pieces } = restriction;
  const { nodes } = graph;
  const readers = readersUpTo(restriction, node);
  const actives = nodes.map(({ operation }, i) =>
    operation.family === 'elementwise' && i <= node ? activeAmong(restriction, i, operation, workspace) : undefined,
  );
  const outputs = nodes.map(({ size }, i) => {
    const active = i === node ? undefined : activeOutputs(restriction, i, readers[i], actives);
    return new OutputAdjoint(size, active, clock, workspace);
  });
  outputs.push(new OutputAdjoint(graph.inputSize, undefined, clock, workspace));
  const outputOf = (i: number): OutputAdjoint => outputs[i === theLine ? nodes.length : i];
  const activations = nodes.map(({ operation, inputs }, i): ActivationReader | undefined => {
    if (i !== node && readers[i].length === 0) return undefined;
    const above = outputs[i];
    if (operation.family === 'linear') {
      operation.matrices.forEach((matrix, k) => {
        const source = inputs[k];
        const columns = (source === layer ? undefined : actives[source]?.units) ?? counted(matrix.columns, workspace);
        outputOf(source).readers.push(new LinearReader(matrix, above, columns, clock, workspace));
      });
      return undefined;
    }
    const source = outputOf(inputs[0]);
    const reader =
      operation.family === 'elementwise'
        ? new ElementwiseReader(operation, pieces[i], above, workspace)
        : new MaximumReader(operation, pieces[i], source.values.length, above, workspace);
    source.readers.push(reader);
    return reader;
  });
  return { outputs, activations };
}

/** Per node those that read it on a way to a node. */
function readersUpTo({ graph: { nodes } }: Restriction, node: number): number[][] {
  const readers = nodes.map((): number[] => []);
  for (let i = node; i >= 0; i--) {
    if (i !== node && readers[i].length === 0) continue;
    for (const input of nodes[i].inputs) if (input !== theLine) readers[input].push(i);
  }
  return readers;
}

/** The active units of a linear node which only an elementwise activation reads, if they are few. */
function activeOutputs(
  { graph: { nodes } }: Restriction,
  node: number,
  readers: readonly number[],
  actives: readonly (SelectedUnits | undefined)[],
): SelectedUnits | undefined {
  const { operation, size } = nodes[node];
  const active = readers.length === 1 ? actives[readers[0]] : undefined;
  if (operation.family !== 'linear' || active === undefined || active.units.length > worthwhile * size)
    return undefined;
  return operation.matrices.every((matrix) => fewWeights(matrix, active)) ? active : undefined;
}
