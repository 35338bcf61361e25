import type { Translate } from '../operator.ts';
import {
  activations,
  celu,
  gelu,
  hardSigmoid,
  prelu,
  selu,
  shrink,
  swiGlu,
  swish,
  thresholdedRelu,
} from './activations.ts';
import { add, divide, mean, multiply, negate, subtract } from './arithmetic.ts';
import { affineGrid } from './affineGrid.ts';
import { attention } from './attention.ts';
import { clip } from './clip.ts';
import { columnsToImage } from './columnsToImage.ts';
import { conv, convTranspose } from './conv.ts';
import { cumSum } from './cumSum.ts';
import { gemm, matMul } from './dense.ts';
import { early } from './earlyOperators.ts';
import { einsum } from './einsum.ts';
import { maximum, minimum } from './extrema.ts';
import { dft, stft } from './fourier.ts';
import { gridSample } from './gridSample.ts';
import { globalLpPool, lpPool } from './lpPool.ts';
import {
  batchNormalization,
  groupNormalization,
  instanceNormalization,
  layerNormalization,
  localResponse,
  lpNormalization,
  meanVarianceNormalization,
} from './normalization.ts';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './pools.ts';
import { power } from './power.ts';
import { gru, lstm, rnn } from './recurrent/index.ts';
import {
  reduceL1,
  reduceL2,
  reduceLogSum,
  reduceLogSumExp,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceProduct,
  reduceSum,
  reduceSumSquare,
  reduction,
} from './reduce.ts';
import { resize, upsample } from './resize.ts';
import { rmsNormalization } from './rms.ts';
import { roiAlign } from './roiAlign.ts';
import { rotaryEmbedding } from './rotaryEmbedding.ts';
import { logSoftmax, softmax } from './softmax.ts';
import { topK } from './topK.ts';

/** Operators that compute. */
export const computing: Readonly<Record<string, Translate>> = {
  ...activations,
  ...early,
  AffineGrid: affineGrid,
  Add: add,
  Attention: attention,
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Celu: celu,
  Clip: clip,
  Col2Im: columnsToImage,
  Conv: conv,
  ConvTranspose: convTranspose,
  CumSum: cumSum,
  DFT: dft,
  Div: divide,
  Einsum: einsum,
  Gelu: gelu,
  Gemm: gemm,
  GlobalLpPool: globalLpPool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  GridSample: gridSample,
  GroupNormalization: groupNormalization,
  GRU: gru,
  HardSigmoid: hardSigmoid,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LogSoftmax: logSoftmax,
  LpNormalization: lpNormalization,
  LpPool: lpPool,
  LRN: localResponse,
  LSTM: lstm,
  MatMul: matMul,
  Max: maximum,
  MaxPool: maxPool,
  Mean: mean,
  MeanVarianceNormalization: meanVarianceNormalization,
  Min: minimum,
  Mul: multiply,
  Neg: negate,
  Pow: power,
  PRelu: prelu,
  ReduceL1: reduction(reduceL1),
  ReduceL2: reduction(reduceL2),
  ReduceLogSum: reduction(reduceLogSum),
  ReduceLogSumExp: reduction(reduceLogSumExp),
  ReduceMax: reduction(reduceMax),
  ReduceMean: reduction(reduceMean),
  ReduceMin: reduction(reduceMin),
  ReduceProd: reduction(reduceProduct),
  ReduceSum: reduction(reduceSum),
  ReduceSumSquare: reduction(reduceSumSquare),
  Resize: resize,
  RNN: rnn,
  RoiAlign: roiAlign,
  RotaryEmbedding: rotaryEmbedding,
  RMSNormalization: rmsNormalization,
  Selu: selu,
  Shrink: shrink,
  SimplifiedLayerNormalization: rmsNormalization,
  Softmax: softmax,
  STFT: stft,
  Sub: subtract,
  Sum: add,
  SwiGLU: swiGlu,
  Swish: swish,
  ThresholdedRelu: thresholdedRelu,
  TopK: topK,
  Upsample: upsample,
};
