import { Concat, Dense, type Layer } from '../../layers/index.ts';
import type { Shape } from '../../shape.ts';
import type { Value } from '../definitions.ts';
import type { Append } from './nodes.ts';

/** What a recurrent layer does at each step of its series. Its layers are made once and stand at every step. */
export interface Cell {
  /** Shapes of its states. */
  readonly states: readonly Shape[];
  /** Adds its nodes. @param states as the step before leaves them */
  step(append: Append, x: Value, states: readonly Value[]): Stepped;
}

/** What a step gives, and how it leaves the states. */
export interface Stepped {
  readonly output: Value;
  readonly states: readonly Value[];
}

/**
 * Weights of a gate: matrices by which a step and the state before it are multiplied, inputs x units, and biases of
 * both.
 */
export interface GateWeights {
  readonly kernel: Float64Array;
  readonly recurrent: Float64Array;
  readonly bias: Float64Array;
  readonly recurrentBias: Float64Array;
}

/** What several gates weigh up of a step and a state, before their activations. @param names one for each gate */
export type Gates = (append: Append, x: Value, state: Value, names: readonly string[]) => Value[];

export function denseGates(weights: readonly GateWeights[]): Gates {
  const joined = new Concat(0);
  const layers = weights.map(
    ({ kernel, recurrent, bias, recurrentBias }) =>
      new Dense(
        concatenated(kernel, recurrent),
        bias.map((b, unit) => b + recurrentBias[unit]),
      ),
  );
  return (append, x, state, names) => {
    const both = append(joined, [x, state], 'step and state');
    return layers.map((layer, gate) => append(layer, [both], names[gate]));
  };
}

function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** An activation: layers one behind the other, none of which is the identity. */
export type Activation = readonly Layer[];

export function activated(append: Append, activation: Activation, value: Value, name: string): Value {
  return activation.reduce((x, layer) => append(layer, [x], name), value);
}
