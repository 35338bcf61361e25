import { Add, Multiply, WeightedSum } from '../../layers/index.ts';
import type { Shape } from '../../shape.ts';
import type { Value } from '../definitions.ts';
import { activated, type Activation, type Cell, type Gates } from './cell.ts';
import type { Append } from './nodes.ts';

/** How a long short-term memory differs from the plain one. */
export interface LstmOptions {
  /** Of the gates. */
  readonly gate: Activation;
  /** Of what is written to the memory. */
  readonly candidate: Activation;
  /** Of the memory where it is read. */
  readonly memory: Activation;
  /** Weights by which gates see the memory, one for each unit. */
  readonly peepholes?: Readonly<Record<'input' | 'forget' | 'output', Float64Array>>;
  /** Is the forget gate one minus the input gate? */
  readonly coupled?: boolean;
}

/**
 * `c = forget c + input candidate` and `h = output memory(c)`, where gates and candidate are activations of what is
 * weighed up of the step and of `h`: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
 *
 * @param gates input, forget, candidate and output gate
 */
export function lstmCell(gates: Gates, shape: Shape, options: LstmOptions): Cell {
  const [multiply, add, one] = [new Multiply(), new Add(), Float64Array.of(1)];
  const { gate, candidate, memory, peepholes, coupled = false } = options;
  const sees = peepholes && mapped(peepholes, (weights) => new WeightedSum([one, weights]));
  const open = (append: Append, sum: Value, c: Value, name: 'input' | 'forget' | 'output'): Value => {
    const seen = sees ? append(sees[name], [sum, c], `${name} gate/peephole`) : sum;
    return activated(append, gate, seen, `${name} gate/activation`);
  };
  const others = new WeightedSum([Float64Array.of(-1)], one);
  return {
    states: [shape, shape],
    step(append, x, [h, c]) {
      const names = ['input gate', 'forget gate', 'candidate', 'output gate'];
      const [i, f, g, o] = gates(append, x, h, names);
      const input = open(append, i, c, 'input');
      const forget = coupled ? append(others, [input], 'forget gate/activation') : open(append, f, c, 'forget');
      const written = activated(append, candidate, g, 'candidate/activation');
      const kept = append(multiply, [forget, c], 'kept');
      const next = append(add, [kept, append(multiply, [input, written], 'written')], 'memory');
      const output = open(append, o, next, 'output');
      const state = append(multiply, [output, activated(append, memory, next, 'memory/activation')], 'state');
      return { output: state, states: [state, next] };
    },
  };
}

function mapped<Key extends string, From, To>(
  of: Readonly<Record<Key, From>>,
  to: (value: From) => To,
): Record<Key, To> {
  return Object.fromEntries(Object.entries<From>(of).map(([key, value]) => [key, to(value)])) as Record<Key, To>;
}
