import { UserError } from '../../../../../base/index.ts';
import { formatShape, type Shape } from '../../../../shape.ts';
import { unknownName } from '../../../../../names/index.ts';
import {
  denseGates,
  gruCell,
  lstmCell,
  simpleCell,
  stackedCells,
  type Cell,
  type GateWeights,
  type LstmOptions,
} from '../../../recurrent/index.ts';
import { Fields } from '../../fields.ts';
import type { KerasLayer } from '../../kerasLayer.ts';
import { checkSettings } from '../../settings.ts';
import { wrappedIn } from '../../topology.ts';
import { activationLayers } from '../activations.ts';

/** Reads the cell of a layer that takes steps of a shape. */
export type ReadCell = (layer: KerasLayer, step: Shape) => Cell;

export const simple: ReadCell = (layer, step) => {
  const [weights] = gatesOf(layer, step, 1, false);
  return simpleCell(weights, activationLayers(layer, 'activation'));
};

export const gru: ReadCell = (layer, step) => {
  const resetsAfter = layer.config.flag('reset_after', false);
  const [update, reset, candidate] = gatesOf(layer, step, 3, resetsAfter);
  return gruCell(update, reset, candidate, {
    gate: activationLayers(layer, 'recurrent_activation'),
    candidate: activationLayers(layer, 'activation'),
    resetsAfter,
  });
};

export const lstm: ReadCell = (layer, step) =>
  lstmCell(denseGates(gatesOf(layer, step, 4, false)), [layer.config.count('units')], lstmActivations(layer));

/** What goes into the memory and what is read of it have the same activation. */
export function lstmActivations(layer: KerasLayer): LstmOptions {
  const activation = activationLayers(layer, 'activation');
  return { gate: activationLayers(layer, 'recurrent_activation'), candidate: activation, memory: activation };
}

/** A layer whose cell is said apart. What TensorFlow.js writes of the cell beside that is passed over. */
export const ofCell: ReadCell = (layer, step) => {
  const { className, config } = wrappedIn(layer.config.object('cell'));
  layer.config.ignore(...config.names);
  const isStack = className === 'StackedRNNCells';
  if (isStack && (layer.inputs.length > 1 || layer.config.flag('return_state', false)))
    throw new UserError('it takes or gives states of stacked cells, whose order differs between versions.');
  const cell = (isStack ? stacked : cellOf(className))(layer.wrapped(config), step);
  checkSettings(config);
  return cell;
};

const stacked: ReadCell = (layer, step) => {
  if (layer.config.list('cells').length === 0) throw new UserError('it has no cells.');
  let below = step;
  const cells = layer.config.list('cells').map((value, i) => {
    const { className, config } = wrappedIn(new Fields(value, 'a cell'));
    const name = config.text('name', '');
    const part = layer.partWith('recurrent_kernel', [name, `${layer.config.text('name', '')}/${name}`, `RNNCell_${i}`]);
    const cell = cellOf(className)(layer.wrapped(config, part), below);
    checkSettings(config);
    below = [config.count('units')];
    return cell;
  });
  return stackedCells(cells);
};

/** The registry: classes of cells. */
const cells = new Map<string, ReadCell>([
  ['GRUCell', gru],
  ['LSTMCell', lstm],
  ['SimpleRNNCell', simple],
]);

function cellOf(className: string): ReadCell {
  const read = cells.get(className);
  if (read === undefined) throw unknownName('cell', className, [...cells.keys(), 'StackedRNNCells']);
  return read;
}

/** The weights of each gate, which stand side by side. */
function gatesOf(layer: KerasLayer, step: Shape, gates: number, hasBoth: boolean): GateWeights[] {
  if (step.length !== 1) throw new UserError(`it takes a vector at each step, its steps are ${formatShape(step)}.`);
  const { config } = layer;
  config.ignore('dropout', 'recurrent_dropout', 'implementation', 'unit_forget_bias');
  const units = config.count('units');
  const all = gates * units;
  const kernel = layer.weight('kernel', [...step, all]);
  const recurrent = layer.weight('recurrent_kernel', [units, all]);
  const given = config.flag('use_bias', true) ? layer.weight('bias', hasBoth ? [2, all] : [all]) : new Float64Array();
  const biases = new Float64Array(2 * all);
  biases.set(given);
  return Array.from({ length: gates }, (_, gate) => ({
    kernel: columns(kernel, all, gate * units, units),
    recurrent: columns(recurrent, all, gate * units, units),
    bias: biases.subarray(gate * units, (gate + 1) * units),
    recurrentBias: biases.subarray(all + gate * units, all + (gate + 1) * units),
  }));
}

/** Some columns of a matrix that has `of`. */
export function columns(matrix: Float64Array, of: number, first: number, count: number): Float64Array {
  const part = new Float64Array((matrix.length / of) * count);
  for (let row = 0; row < matrix.length / of; row++)
    part.set(matrix.subarray(row * of + first, row * of + first + count), row * count);
  return part;
}
