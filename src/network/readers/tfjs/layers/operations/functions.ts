import { ELU, GELU, LeakyReLU, LogSoftmax, Softmax, type Layer } from '../../../../layers/index.ts';
import type { KerasLayer, Translate } from '../../kerasLayer.ts';
import { activationNamed } from '../activations.ts';
import { argumentsOf, ask } from './ask.ts';

/** Functions of each unit that graph models have too, by their names there. */
const inGraphs: Readonly<Record<string, string>> = {
  Abs: 'Abs',
  Absolute: 'Abs',
  Arcsinh: 'Asinh',
  Arctan: 'Atan',
  Cast: 'Identity',
  Cos: 'Cos',
  Cosh: 'Cosh',
  Erf: 'Erf',
  Exp: 'Exp',
  Expm1: 'Expm1',
  Log: 'Log',
  Log1p: 'Log1p',
  Negative: 'Neg',
  Reciprocal: 'Reciprocal',
  Rsqrt: 'Rsqrt',
  Sin: 'Sin',
  Sinh: 'Sinh',
  Sqrt: 'Sqrt',
  Square: 'Square',
  StopGradient: 'Identity',
  Tan: 'Tan',
};

/** Activations without settings, by their names there. */
const plain: Readonly<Record<string, string>> = {
  HardSigmoid: 'hard_sigmoid',
  HardSilu: 'hard_silu',
  HardTanh: 'hard_tanh',
  LogSigmoid: 'log_sigmoid',
  Mish: 'mish',
  Relu: 'relu',
  Relu6: 'relu6',
  Selu: 'selu',
  Sigmoid: 'sigmoid',
  Silu: 'silu',
  Softplus: 'softplus',
  Softsign: 'softsign',
  SparsePlus: 'sparse_plus',
  SparseSigmoid: 'sparse_sigmoid',
  Tanh: 'tanh',
  TanhShrink: 'tanh_shrink',
};

/** Activations with settings. */
const set: Readonly<Record<string, (layer: KerasLayer) => Layer>> = {
  Elu: ({ config }) => new ELU(config.number('alpha', 1)),
  Gelu: ({ config }) => new GELU(config.flag('approximate', true) ? 'tanh' : 'erf'),
  LeakyRelu: ({ config }) => new LeakyReLU(config.number('negative_slope', 0.2)),
  LogSoftmax: (layer) => new LogSoftmax(layer.itemAxis(layer.config.number('axis', -1))),
  Softmax: (layer) => new Softmax(layer.itemAxis(layer.config.number('axis', -1))),
};

/** The registry: functions of each unit, or along an axis, by class. */
export const functions: readonly (readonly [string, Translate])[] = [
  ...Object.entries(inGraphs).map(([name, op]): [string, Translate] => [
    name,
    (layer) => {
      layer.config.ignore('dtype');
      return ask(layer, op, argumentsOf(layer));
    },
  ]),
  ...Object.entries(plain).map(([name, activation]): [string, Translate] => [
    name,
    (layer) => layer.append(activationNamed(activation, layer)),
  ]),
  ...Object.entries(set).map(([name, create]): [string, Translate] => [name, (layer) => layer.append(create(layer))]),
];
