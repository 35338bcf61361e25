import type { Value } from '../definitions.ts';
import type { Cell } from './cell.ts';
import { prefixed } from './nodes.ts';

/** Cells one above the other: each takes at a step what the one below gives. */
export function stackedCells(cells: readonly Cell[]): Cell {
  return {
    states: cells.flatMap(({ states }) => states),
    step(append, x, before) {
      let [below, used] = [x, 0];
      const states: Value[] = [];
      cells.forEach((cell, i) => {
        const own = before.slice(used, (used += cell.states.length));
        const stepped = cell.step(prefixed(append, `cell ${i}`), below, own);
        below = stepped.output;
        states.push(...stepped.states);
      });
      return { output: below, states };
    },
  };
}
