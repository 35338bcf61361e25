import { UserError } from '../../../../../base/index.ts';
import { formatShape, sameShape } from '../../../../shape.ts';
import { turned } from '../../../../turned.ts';
import type { GateWeights } from '../../../recurrent/index.ts';
import type { Operator } from '../../operator.ts';

/** The sizes of a recurrent operator. */
export interface Sizes {
  readonly directions: number;
  /** Numbers of a step. */
  readonly inputs: number;
  readonly units: number;
}

/** Sizes as the weights W have them: directions x (gates * units) x inputs. */
export function sizesOf(operator: Operator, gates: number): Sizes {
  const { shape } = operator.constant(1);
  const [directions, rows, inputs] = shape;
  const expected = operator.attributes.text('direction', 'forward') === 'bidirectional' ? 2 : 1;
  if (shape.length === 3 && directions === expected && rows % gates === 0)
    return { directions, inputs, units: rows / gates };
  throw new UserError(
    `its weights W are ${formatShape(shape)}, expected directions (${expected}) x ${gates} gates of units x inputs.`,
  );
}

/** The weights of each gate of a direction, in ONNX's order of gates. */
export function gatesOf(operator: Operator, { directions, inputs, units }: Sizes, direction: number): GateWeights[] {
  const rows = operator.constant(1).shape[1];
  const w = numbers(operator, 1, 'W', [directions, rows, inputs]);
  const r = numbers(operator, 2, 'R', [directions, rows, units]);
  const b = operator.has(3)
    ? numbers(operator, 3, 'B', [directions, 2 * rows])
    : new Float64Array(directions * 2 * rows);
  return Array.from({ length: rows / units }, (_, gate) => {
    const row = direction * rows + gate * units;
    const bias = direction * 2 * rows + gate * units;
    return {
      kernel: turned(w.subarray(row * inputs, (row + units) * inputs), units, inputs),
      recurrent: turned(r.subarray(row * units, (row + units) * units), units, units),
      bias: b.subarray(bias, bias + units),
      recurrentBias: b.subarray(bias + rows, bias + rows + units),
    };
  });
}

/** The weights P of a direction by which gates see the memory: those of input, output and forget gate. */
export function peepholesOf(
  operator: Operator,
  { directions, units }: Sizes,
  direction: number,
): Record<'input' | 'forget' | 'output', Float64Array> {
  const p = numbers(operator, 7, 'P', [directions, 3 * units]);
  const at = (gate: number): Float64Array =>
    p.subarray((3 * direction + gate) * units, (3 * direction + gate + 1) * units);
  return { input: at(0), output: at(1), forget: at(2) };
}

function numbers(operator: Operator, index: number, name: string, expected: readonly number[]): Float64Array {
  const { shape, data } = operator.constant(index);
  if (sameShape(shape, expected)) return data;
  throw new UserError(`its weights ${name} are ${formatShape(shape)}, expected ${formatShape(expected)}.`);
}
