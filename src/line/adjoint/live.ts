import { transposed, type Elementwise, type TiledMatrix } from '../../network/index.ts';
import { slopeOf, theLine, type LineGraph, type LineNode } from '../graph/index.ts';
import type { Restriction } from '../forward/index.ts';
import type { AdjointLayout } from './adjointLayout.ts';
import { Live, type Memory } from '../memory/index.ts';

/** If more than this share of a node's units is live, all of them are followed. */
const worthwhile = 3 / 4;
/** Weights of a matrix in its live rows, at most: those of live columns are kept, 8 bytes each. */
const mostWeights = 2 ** 23;

/**
 * Of the nodes that an adjoint sweep follows, those of which it needs live units only: elementwise activations that are
 * flat for most units on the whole line, and the linear nodes that nothing but these take.
 */
export function liveUnits(
  restriction: Restriction,
  { nodes }: LineGraph,
  { followed, outputSlots, inputSlots }: AdjointLayout,
  memory: Memory,
): (Live | undefined)[] {
  const consumers = nodes.map((): number[] => []);
  nodes.forEach(({ inputs }, node) => {
    for (const input of inputs) if (input !== theLine) consumers[input].push(node);
  });
  const lives: (Live | undefined)[] = nodes.map(() => undefined);
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
    const live = liveAmong(restriction, node, operation, memory);
    if (
      live.units.length <= worthwhile * size &&
      consumers[node].every((consumer) => fits(nodes[consumer], node, live))
    )
      lives[node] = lives[source] = live;
  });
  return lives;
}

function liveAmong({ pieces, crossings }: Restriction, node: number, operation: Elementwise, memory: Memory): Live {
  const begun = pieces[node];
  const isLive = new Uint8Array(begun.length);
  for (let unit = 0; unit < begun.length; unit++) if (slopeOf(operation, begun[unit]) !== 0) isLive[unit] = 1;
  const { nodes, units: crossing } = crossings;
  for (let i = 0; i < nodes.length; i++) if (nodes[i] === node) isLive[crossing[i]] = 1;
  const units = memory.int32(begun.length);
  let count = 0;
  for (let unit = 0; unit < begun.length; unit++) if (isLive[unit] !== 0) units[count++] = unit;
  const live = new Live(begun.length, memory);
  live.set(units.subarray(0, count));
  return live;
}

/** Is there room for what a node takes from the live units of another? */
function fits({ operation, inputs }: LineNode, from: number, live: Live): boolean {
  return (
    operation.family === 'linear' &&
    operation.matrices.every((matrix, i) => inputs[i] !== from || weightsIn(transposed(matrix), live) <= mostWeights)
  );
}

/** Weights of all columns in live rows. */
function weightsIn({ tileRows, tileColumns, starts }: TiledMatrix, { ranks }: Live): number {
  return tileColumns * starts.reduce((sum, start) => sum + ranks[start + tileRows] - ranks[start], 0);
}
