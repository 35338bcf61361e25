import type { CrossingList } from './crossings.ts';
import type { Sweep } from './sweeps.ts';

/** Length of the first block. */
const firstLength = 2 ** -10;
/** How much longer or shorter a block is than the one before, at most. */
const steepest = 4;

/** How the line is cut into blocks, and what is told of them. */
export interface Blocks {
  /** Crossings in a block, about. */
  readonly aim: number;
  /** Told up to which alpha all is known. */
  readonly progress: ((alpha: number) => void) | undefined;
  /** Told a node whose kinks are those of a portion more. */
  readonly visit: (node: number) => void;
}

/** Takes all sweeps along the line, block after block. */
export function advanceInBlocks(
  sweeps: readonly Sweep[],
  crossings: CrossingList,
  { aim, progress, visit }: Blocks,
): void {
  for (let from = 0, length = firstLength; from < 1;) {
    const before = crossings.size;
    const end = Math.min(1, from + length);
    advanceAll(sweeps, end, visit);
    from = end;
    progress?.(from);
    length *= Math.min(steepest, Math.max(1 / steepest, aim / (crossings.size - before)));
  }
}

/**
 * Takes all sweeps up to `end`, in their order. Where one has no room it goes less far, those behind it follow up to
 * there, and then it goes on: kinks pile up nowhere, however many units a crossing reaches.
 */
function advanceAll(sweeps: readonly Sweep[], end: number, visit: (node: number) => void): void {
  const reached = new Float64Array(sweeps.length);
  const goal = (node: number): number => (node === 0 ? end : reached[node - 1]);
  for (let node = 0; node >= 0;) {
    reached[node] = sweeps[node].advance(goal(node));
    sweeps[node].kinks.end = reached[node];
    visit(node);
    if (++node < sweeps.length) continue;
    while (--node >= 0 && reached[node] === goal(node));
  }
}
