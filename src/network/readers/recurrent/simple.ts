import { activated, denseGates, type Activation, type Cell, type GateWeights } from './cell.ts';

/** `h = f(W x + R h + b)`. */
export function simpleCell(weights: GateWeights, activation: Activation): Cell {
  const gates = denseGates([weights]);
  return {
    states: [[weights.bias.length]],
    step(append, x, [h]) {
      const [sum] = gates(append, x, h, ['sum']);
      const state = activated(append, activation, sum, 'activation');
      return { output: state, states: [state] };
    },
  };
}
