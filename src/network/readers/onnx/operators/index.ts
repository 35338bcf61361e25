import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import type { NodeDescription, Translate } from '../operator.ts';
import {
  activations,
  celu,
  clip,
  gelu,
  hardSigmoid,
  logSoftmax,
  prelu,
  selu,
  softmax,
  swish,
  thresholdedRelu,
} from './activations.ts';
import { add, divide, maximum, mean, minimum, multiply, negate, subtract } from './arithmetic.ts';
import { concat } from './concat.ts';
import { constant, constantOfShape, eyeLike, nonZero, ofConstants, range, shapeOf, size, where } from './constants.ts';
import { conv, convTranspose } from './conv.ts';
import { cumSum } from './cumSum.ts';
import { einsum, gemm, matMul } from './dense.ts';
import { gatherElements, gatherNd, scatterElements, scatterNd, trilu } from './elementsAt.ts';
import {
  cast,
  depthToSpace,
  expand,
  flatten,
  gatherPlaces,
  identity,
  pad,
  reshape,
  slice,
  spaceToDepth,
  split,
  squeeze,
  tile,
  transpose,
  unsqueeze,
} from './layout.ts';
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

/** Operators that compute. */
const ofTensors: Readonly<Record<string, Translate>> = {
  ...activations,
  Add: add,
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Celu: celu,
  Clip: clip,
  Conv: conv,
  ConvTranspose: convTranspose,
  CumSum: cumSum,
  Div: divide,
  Einsum: einsum,
  Gelu: gelu,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  GroupNormalization: groupNormalization,
  HardSigmoid: hardSigmoid,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LogSoftmax: logSoftmax,
  LpNormalization: lpNormalization,
  LRN: localResponse,
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
  Selu: selu,
  Softmax: softmax,
  Sub: subtract,
  Sum: add,
  Swish: swish,
  ThresholdedRelu: thresholdedRelu,
  Upsample: upsample,
};

/** Halves go to the even neighbour. */
function toEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? 2 * Math.round(floor / 2) : Math.round(x);
}

/** Operators that move elements, or make constants; they take constants as they are. */
const ofValues: Readonly<Record<string, Translate>> = {
  And: ofConstants((a, b) => Number(a !== 0 && b !== 0)),
  Cast: cast,
  CastLike: identity,
  Ceil: ofConstants(Math.ceil, false),
  Concat: concat,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  DepthToSpace: depthToSpace,
  Dropout: identity,
  Equal: ofConstants((a, b) => Number(a === b)),
  Expand: expand,
  EyeLike: eyeLike,
  Flatten: flatten,
  Floor: ofConstants(Math.floor, false),
  Gather: gatherPlaces,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  Greater: ofConstants((a, b) => Number(a > b)),
  GreaterOrEqual: ofConstants((a, b) => Number(a >= b)),
  Identity: identity,
  Less: ofConstants((a, b) => Number(a < b)),
  LessOrEqual: ofConstants((a, b) => Number(a <= b)),
  Mod: ofConstants((a, b) => a - Math.floor(a / b) * b),
  NonZero: nonZero,
  Not: ofConstants((a) => Number(a === 0)),
  Or: ofConstants((a, b) => Number(a !== 0 || b !== 0)),
  Pad: pad,
  Range: range,
  Reshape: reshape,
  Round: ofConstants(toEven, false),
  ScatterElements: scatterElements,
  ScatterND: scatterNd,
  Shape: shapeOf,
  Sign: ofConstants(Math.sign, false),
  Size: size,
  Slice: slice,
  SpaceToDepth: spaceToDepth,
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Trilu: trilu,
  Unsqueeze: unsqueeze,
  Where: where,
  Xor: ofConstants((a, b) => Number((a !== 0) !== (b !== 0))),
};

/** How an operator is read. */
interface Reading {
  readonly translate: Translate;
  /**
   * Does it take constants as they are? If all inputs of another are constant, it is computed as a network would
   * compute it.
   */
  readonly takesConstants: boolean;
}

/** The registry: every ONNX operator that is read. */
const operators: ReadonlyMap<string, Reading> = new Map([
  ...Object.entries(ofTensors).map(([name, translate]): [string, Reading] => [
    name,
    { translate, takesConstants: false },
  ]),
  ...Object.entries(ofValues).map(([name, translate]): [string, Reading] => [
    name,
    { translate, takesConstants: true },
  ]),
]);

/** The operator that stands for one of two graphs within it; what it takes is read where nodes are. */
export const choice = 'If';

/** All that are read. */
export const operatorNames: readonly string[] = [...operators.keys(), choice].sort();

/** @throws UserError that lists the supported operators */
export function translationOf(opType: string): Reading {
  const operator = operators.get(opType);
  if (operator === undefined) throw unknownName('operator', opType, operatorNames);
  return operator;
}

/** What no reader can do anything about, in words. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /Quantize|Integer|^QLinear|^Q(Gemm|Attention)/,
    'is quantised: its values jump and have no gradient. Export the model in floating point.',
  ],
  [
    /^(LSTM|GRU|RNN|Scan|Loop|SequenceAt)$/,
    'is recurrent, or repeats what it computes. Export the model without it, unrolled.',
  ],
  [/^(ArgMax|ArgMin|OneHot|TopK|NonMaxSuppression|Hardmax|Shrink)$/, 'has no gradient. Choose an output before it.'],
];

/**
 * Names all operators that are not read, and where they stand.
 *
 * @throws UserError
 */
export function checkSupported(
  nodes: readonly { readonly node: NodeDescription & { readonly domain: string }; readonly name: string }[],
): void {
  const unknown = nodes.filter(
    ({ node }) => !operatorNames.includes(node.opType) || !['', 'ai.onnx'].includes(node.domain),
  );
  if (unknown.length === 0) return;
  if (
    unknown.length === 1 &&
    ['', 'ai.onnx'].includes(unknown[0].node.domain) &&
    reasonOf(unknown[0].node.opType) === undefined
  ) {
    const [{ node, name }] = unknown;
    throw new UserError(
      `node '${name}' (${node.opType}): ${unknownName('operator', node.opType, operatorNames).message}`,
    );
  }
  const types = [...new Set(unknown.map(({ node }) => qualified(node)))];
  const lines = types.map((type) => {
    const of = unknown.filter(({ node }) => qualified(node) === type).map(({ name }) => `'${name}'`);
    const places = of.length > 3 ? `${of.slice(0, 3).join(', ')} and ${of.length - 3} more` : of.join(', ');
    return `${type} (${places}) ${reasonOf(type) ?? 'is not supported.'}`;
  });
  throw new UserError(`${lines.join(' ')} The operators that are read stand in docs/networks.md.`);
}

function qualified({ opType, domain }: { readonly opType: string; readonly domain: string }): string {
  return domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;
}

function reasonOf(opType: string): string | undefined {
  return reasons.find(([pattern]) => pattern.test(opType))?.[1];
}
