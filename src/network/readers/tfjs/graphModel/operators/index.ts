import type { TranslateNode } from '../graphNode.ts';
import { activation, activations, prelu } from './activations.ts';
import { add, divide, maximum, minimum, multiply, subtract } from './arithmetic.ts';
import * as layout from './layout.ts';
import { averagePool, max, maxPool, mean, sum } from './pools.ts';
import { conv2d, depthwiseConv2d, matMul } from './products.ts';

/** The registry: every operator of graph models that is read. */
export const operators: ReadonlyMap<string, TranslateNode> = new Map<string, TranslateNode>([
  ...[...activations].map(([name, create]) => [name, activation(create)] as const),
  ['Add', add],
  ['AddV2', add],
  ['AvgPool', averagePool],
  ['BatchMatMulV2', matMul],
  ['BiasAdd', add],
  ['Cast', layout.identity],
  ['ConcatV2', layout.concat],
  ['Conv2D', conv2d],
  ['DepthwiseConv2dNative', depthwiseConv2d],
  ['ExpandDims', layout.expandDims],
  ['FusedBatchNorm', layout.batchNormalization],
  ['FusedBatchNormV2', layout.batchNormalization],
  ['FusedBatchNormV3', layout.batchNormalization],
  ['FusedDepthwiseConv2dNative', depthwiseConv2d],
  ['Identity', layout.identity],
  ['MatMul', matMul],
  ['Max', max],
  ['MaxPool', maxPool],
  ['Maximum', maximum],
  ['Mean', mean],
  ['Minimum', minimum],
  ['Mul', multiply],
  ['Pack', layout.pack],
  ['Pad', layout.pad],
  ['PadV2', layout.pad],
  ['Prelu', prelu],
  ['RealDiv', divide],
  ['Reshape', layout.reshape],
  ['Shape', layout.shapeOf],
  ['Squeeze', layout.squeeze],
  ['StopGradient', layout.identity],
  ['StridedSlice', layout.stridedSlice],
  ['Sub', subtract],
  ['Sum', sum],
  ['Transpose', layout.transpose],
  ['_FusedConv2D', conv2d],
  ['_FusedMatMul', matMul],
]);
