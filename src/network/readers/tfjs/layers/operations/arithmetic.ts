import type { Translate } from '../../kerasLayer.ts';
import { argumentsOf, ask, constant } from './ask.ts';

/** Functions of two tensors or numbers, by the operators of graph models that do the same. */
const ofTwo: Readonly<Record<string, string>> = {
  Add: 'AddV2',
  Divide: 'RealDiv',
  Matmul: 'BatchMatMulV2',
  Maximum: 'Maximum',
  Minimum: 'Minimum',
  Multiply: 'Mul',
  Power: 'Pow',
  Subtract: 'Sub',
  TrueDivide: 'RealDiv',
};

/** Of numbers along axes, which go unless they are kept. */
const ofMany: Readonly<Record<string, string>> = {
  Max: 'Max',
  Mean: 'Mean',
  Min: 'Min',
  Sum: 'Sum',
};

function reduction(op: string): Translate {
  return (layer) => {
    const { config, input } = layer;
    const all = [...input.shape.keys()].map((axis) => axis + 1);
    const axes = config.has('axis') ? config.numberOrNumbers('axis') : [0, ...all];
    const settings = { keep_dims: config.flag('keepdims', false) };
    return ask(layer, op, [...argumentsOf(layer), constant(axes)], settings);
  };
}

const clip: Translate = (layer) => {
  const bounds = ['x_min', 'x_max'].map((name) => constant([layer.config.number(name)], []));
  return ask(layer, 'ClipByValue', [...argumentsOf(layer), ...bounds]);
};

/** The registry: arithmetic, by class. */
export const arithmetic: readonly (readonly [string, Translate])[] = [
  ...Object.entries(ofTwo).map(([name, op]): [string, Translate] => [
    name,
    (layer) => ask(layer, op, argumentsOf(layer)),
  ]),
  ...Object.entries(ofMany).map(([name, op]): [string, Translate] => [name, reduction(op)]),
  ['Clip', clip],
];
