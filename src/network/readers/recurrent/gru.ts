import { Add, Dense, Multiply, WeightedSum } from '../../layers/index.ts';
import type { Value } from '../definitions.ts';
import { activated, denseGates, type Activation, type Cell, type GateWeights } from './cell.ts';
import type { Append } from './nodes.ts';

export interface GruOptions {
  /** Of the gates. */
  readonly gate: Activation;
  readonly candidate: Activation;
  /** Does the reset gate act on what the state is multiplied to, or on the state itself? */
  readonly resetsAfter: boolean;
}

/** What a candidate weighs up of a step and of the state as far as it is not reset. */
type Candidate = (append: Append, x: Value, reset: Value, h: Value) => Value;

/** `h = update h + (1 - update) candidate`: Cho et al. 2014. */
export function gruCell(
  update: GateWeights,
  reset: GateWeights,
  candidate: GateWeights,
  { gate, candidate: activation, resetsAfter }: GruOptions,
): Cell {
  const gates = denseGates([update, reset]);
  const candidateOf = resetsAfter ? resetAfter(candidate) : resetBefore(candidate);
  const [difference, multiply, add] = [
    new WeightedSum([Float64Array.of(1), Float64Array.of(-1)]),
    new Multiply(),
    new Add(),
  ];
  return {
    states: [[update.bias.length]],
    step(append, x, [h]) {
      const [z, r] = gates(append, x, h, ['update gate', 'reset gate']).map((sum, i) =>
        activated(append, gate, sum, `${['update', 'reset'][i]} gate/activation`),
      );
      const proposed = activated(append, activation, candidateOf(append, x, r, h), 'candidate/activation');
      const kept = append(multiply, [z, append(difference, [h, proposed], 'difference')], 'kept');
      const state = append(add, [proposed, kept], 'state');
      return { output: state, states: [state] };
    },
  };
}

function resetBefore(weights: GateWeights): Candidate {
  const gates = denseGates([weights]);
  const multiply = new Multiply();
  return (append, x, reset, h) => gates(append, x, append(multiply, [reset, h], 'reset state'), ['candidate'])[0];
}

/** As cuDNN has it, and so PyTorch and Keras. */
function resetAfter({ kernel, recurrent, bias, recurrentBias }: GateWeights): Candidate {
  const [ofStep, ofState] = [new Dense(kernel, bias), new Dense(recurrent, recurrentBias)];
  const [multiply, add] = [new Multiply(), new Add()];
  return (append, x, reset, h) => {
    const remembered = append(multiply, [reset, append(ofState, [h], 'candidate/state')], 'candidate/reset state');
    return append(add, [append(ofStep, [x], 'candidate/step'), remembered], 'candidate');
  };
}
