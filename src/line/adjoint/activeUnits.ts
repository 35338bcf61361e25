import { transposed, type Elementwise, type TiledMatrix } from '../../network/index.ts';
import { slopeOf, theLine, type LineGraph, type LineNode } from '../graph/index.ts';
import type { Restriction } from '../forward/index.ts';
import type { AdjointLayout } from './adjointLayout.ts';
import { SelectedUnits, type Memory } from '../memory/index.ts';

/** If more than this share of a node's units is active, all of them are followed. */
const worthwhile = 3 / 4;
/** Weights of a matrix in its active rows, at most: those of active columns are kept, 8 bytes each. */
const mostWeights = 2 ** 23;

/**
 * Of the nodes that an adjoint sweep follows, those of which it needs active units only: elementwise activations that
 * are flat for most units on the whole line, and the linear nodes that nothing but these take.
 */
export function activeUnits(
  restriction: Restriction,
  { nodes }: LineGraph,
  { followed, outputSlots, inputSlots }: AdjointLayout,
  memory: Memory,
): (SelectedUnits | undefined)[] {
  const consumers = nodes.map((): number[] => []);
  nodes.forEach(({ inputs }, node) => {
    for (const input of inputs) if (input !== theLine) consumers[input].push(node);
  });
  const selected: (SelectedUnits | undefined)[] = nodes.map(() => undefined);
  nodes.forEach(({ operation, inputs: [source], size }, node) => {
    if (!followed[node] || operation.family !== 'elementwise' || outputSlots[node] >= 0 || inputSlots[node] >= 0)
      return;
    if (
      source === theLine ||
      !followed[source] ||
      nodes[source].operation.family !== 'linear' ||
      consumers[source].length > 1
    )
      return;
    const active = activeAmong(restriction, node, operation, memory);
    if (
      active.units.length <= worthwhile * size &&
      consumers[node].every((consumer) => fits(nodes[consumer], node, active))
    )
      selected[node] = selected[source] = active;
  });
  return selected;
}

/** The units of an elementwise activation that let an adjoint pass somewhere on the line. */
export function activeAmong(
  { pieces, crossings }: Restriction,
  node: number,
  operation: Elementwise,
  memory: Memory,
): SelectedUnits {
  const begun = pieces[node];
  const isActive = new Uint8Array(begun.length);
  for (let unit = 0; unit < begun.length; unit++) if (slopeOf(operation, begun[unit]) !== 0) isActive[unit] = 1;
  const { nodes, units: crossing } = crossings;
  for (let i = 0; i < nodes.length; i++) if (nodes[i] === node) isActive[crossing[i]] = 1;
  const units = memory.int32(begun.length);
  let count = 0;
  for (let unit = 0; unit < begun.length; unit++) if (isActive[unit] !== 0) units[count++] = unit;
  const active = new SelectedUnits(begun.length, memory);
  active.set(units.subarray(0, count));
  return active;
}

/** Is there room for what a node takes from the active units of another? */
function fits({ operation, inputs }: LineNode, from: number, active: SelectedUnits): boolean {
  return (
    operation.family === 'linear' &&
    operation.matrices.every((matrix, i) => inputs[i] !== from || fewWeights(transposed(matrix), active))
  );
}

/** Is there room for the active rows of a matrix? */
export function fewWeights(matrix: TiledMatrix, active: SelectedUnits): boolean {
  return weightsIn(matrix, active) <= mostWeights;
}

/** Weights of all columns in active rows. */
function weightsIn({ tileRows, tileColumns, starts }: TiledMatrix, { ranks }: SelectedUnits): number {
  return tileColumns * starts.reduce((sum, start) => sum + ranks[start + tileRows] - ranks[start], 0);
}
