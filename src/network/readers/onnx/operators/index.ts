import { unknownName } from '../../../../unknownName.ts';
import { ReLU, Sigmoid, Softplus, Tanh } from '../../../layers/index.ts';
import type { Translate } from '../operator.ts';
import { clip, elementwise, elu, gelu, leakyRelu, selu, softmax } from './activations.ts';
import { add, divide, multiply, subtract } from './arithmetic.ts';
import { batchNormalization } from './batchNormalization.ts';
import { concat } from './concat.ts';
import { constant } from './constant.ts';
import { conv } from './conv.ts';
import { gemm, matMul } from './dense.ts';
import { flatten, identity, reshape, transpose } from './layout.ts';
import { averagePool, globalAveragePool, maxPool } from './pools.ts';

/** The registry: every ONNX operator that is read. */
const operators = new Map<string, Translate>([
  ['Add', add],
  ['AveragePool', averagePool],
  ['BatchNormalization', batchNormalization],
  ['Clip', clip],
  ['Concat', concat],
  ['Constant', constant],
  ['Conv', conv],
  ['Div', divide],
  ['Dropout', identity],
  ['Elu', elu],
  ['Flatten', flatten],
  ['Gelu', gelu],
  ['Gemm', gemm],
  ['GlobalAveragePool', globalAveragePool],
  ['Identity', identity],
  ['LeakyRelu', leakyRelu],
  ['MatMul', matMul],
  ['MaxPool', maxPool],
  ['Mul', multiply],
  ['Relu', elementwise(() => new ReLU())],
  ['Reshape', reshape],
  ['Selu', selu],
  ['Sigmoid', elementwise(() => new Sigmoid())],
  ['Softmax', softmax],
  ['Softplus', elementwise(() => new Softplus())],
  ['Sub', subtract],
  ['Tanh', elementwise(() => new Tanh())],
  ['Transpose', transpose],
]);

/** @throws UserError that lists the supported operators */
export function translationOf(opType: string): Translate {
  const translate = operators.get(opType);
  if (translate === undefined) throw unknownName('operator', opType, [...operators.keys()]);
  return translate;
}
