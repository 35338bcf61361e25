import { unknownName } from '../../../../../names/index.ts';
import {
  denseGates,
  gruCell,
  lstmCell,
  simpleCell,
  type Activation,
  type Cell,
  type GateWeights,
} from '../../../recurrent/index.ts';
import type { Operator, Translate } from '../../operator.ts';
import { activationsOf } from './activations.ts';
import { run } from './run.ts';
import { gatesOf, peepholesOf, sizesOf, type Sizes } from './weights.ts';

/** How a recurrent operator differs from the others. */
interface Kind {
  readonly gates: number;
  /** Activations, where the node names none. */
  readonly activations: readonly string[];
  readonly cell: (weights: readonly GateWeights[], activations: readonly Activation[], at: Place) => Cell;
}

/** A direction of a node. */
interface Place {
  readonly operator: Operator;
  readonly sizes: Sizes;
  readonly direction: number;
}

export const rnn = recurrent({
  gates: 1,
  activations: ['Tanh'],
  cell: ([weights], [activation]) => simpleCell(weights, activation),
});

export const gru = recurrent({
  gates: 3,
  activations: ['Sigmoid', 'Tanh'],
  cell: ([update, reset, hidden], [gate, candidate], { operator }) =>
    gruCell(update, reset, hidden, {
      gate,
      candidate,
      resetsAfter: operator.attributes.int('linear_before_reset', 0) !== 0,
    }),
});

export const lstm = recurrent({
  gates: 4,
  activations: ['Sigmoid', 'Tanh', 'Tanh'],
  cell: ([input, output, forget, candidate], [gate, written, memory], { operator, sizes, direction }) => {
    const peepholes = operator.has(7) ? { peepholes: peepholesOf(operator, sizes, direction) } : {};
    return lstmCell(denseGates([input, forget, candidate, output]), [sizes.units], {
      gate,
      candidate: written,
      memory,
      coupled: operator.attributes.int('input_forget', 0) !== 0,
      ...peepholes,
    });
  },
});

const directions = ['forward', 'reverse', 'bidirectional'];

function recurrent({ gates, activations, cell }: Kind): Translate {
  return (operator) => {
    const direction = operator.attributes.text('direction', 'forward');
    if (!directions.includes(direction)) throw unknownName('direction', direction, directions);
    const sizes = sizesOf(operator, gates);
    const cells = activationsOf(operator.attributes, sizes.directions, activations).map((of, i) =>
      cell(gatesOf(operator, sizes, i), of, { operator, sizes, direction: i }),
    );
    return run(operator, sizes, cells);
  };
}
