import { UserError } from '../../../../../base/index.ts';
import { Reshape } from '../../../../layers/index.ts';
import { formatShape, sameShape } from '../../../../shape.ts';
import { seriesOf, stepsOf, unroll, zeros, type Append } from '../../../recurrent/index.ts';
import type { Fields } from '../../fields.ts';
import type { KerasLayer, TranslateSeveral, Value } from '../../kerasLayer.ts';
import type { ReadCell } from './cells.ts';

/** What a recurrent layer takes. */
export interface Given {
  readonly steps: readonly Value[];
  /** Before the first step that is taken; none if they are 0. */
  readonly states: readonly Value[];
  readonly isBackward: boolean;
}

/** What it gives. */
export interface Ran {
  /** In the order in which steps are taken. */
  readonly outputs: readonly Value[];
  readonly states: readonly Value[];
}

/** A layer of a cell: what it gives at its last step or at all, and its states if it returns them. */
export function recurrent(read: ReadCell): TranslateSeveral {
  return (layer) => {
    const [x, ...states] = layer.inputs;
    const isBackward = layer.config.flag('go_backwards', false);
    const ran = runOf(layer, read, { steps: stepsIn(layer, x), states, isBackward });
    const output = outputOf(layer.config, ran.outputs, partsOf(layer));
    return layer.config.flag('return_state', false) ? [output, ...ran.states] : [output];
  };
}

/** The steps of a series, as nodes. */
export function stepsIn(layer: KerasLayer, series: Value): Value[] {
  if (series.shape.length >= 2) return stepsOf(partsOf(layer), series);
  throw new UserError(`it takes a series, its input is ${formatShape(series.shape)}.`);
}

/** @throws UserError if what it gives depends on what it was given before, or if the states do not fit */
export function runOf(layer: KerasLayer, read: ReadCell, { steps, states, isBackward }: Given): Ran {
  const { config } = layer;
  config.ignore('unroll', 'zero_output_for_mask');
  if (config.flag('stateful', false))
    throw new UserError(
      "its 'stateful' is true: it goes on from what it was given before. Save it with stateful=False.",
    );
  if (config.flag('time_major', false)) throw new UserError("its 'time_major' is true; only false is supported.");
  const cell = read(layer, steps[0].shape);
  const append = partsOf(layer);
  const initial = states.length > 0 ? states : cell.states.map((of) => zeros(append, of, steps[0]));
  const shapes = initial.map((state) => state.shape);
  if (shapes.length !== cell.states.length || !shapes.every((of, i) => sameShape(of, cell.states[i])))
    throw new UserError(
      `its initial states are ${shapes.map(formatShape).join(', ')}, expected ${cell.states.map(formatShape).join(', ')}.`,
    );
  const ran = unroll(append, cell, { steps, states: initial, isBackward });
  return { outputs: isBackward ? ran.outputs.toReversed() : ran.outputs, states: ran.states };
}

/** All that it gives as a series, or the last. */
export function outputOf(config: Fields, outputs: readonly Value[], append: Append): Value {
  if (config.flag('return_sequences', false)) return seriesOf(append, outputs);
  const last = outputs[outputs.length - 1];
  return append(new Reshape(last.shape), [last], '');
}

/** Adds nodes of ours that are called as the layer, with a part behind. */
export function partsOf(layer: KerasLayer): Append {
  return (of, inputs, part) => layer.append(of, inputs, part === '' ? '' : `/${part}`);
}
