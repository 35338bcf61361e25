import { toEven } from '../../toEven.ts';
import type { Translate } from '../operator.ts';
import { beforeRounding, cast, castLike, dropout, identity } from './cast.ts';
import { centerCropPad, compress, oneHot, reverseSequence } from './chosen.ts';
import { compared, equal, isInf, isNotFinite, sign } from './compare.ts';
import { concat } from './concat.ts';
import { constant, constantOfShape, eyeLike, nonZero, ofConstants, range, shapeOf, size } from './constants.ts';
import { dequantize } from './dequantize.ts';
import { gatherElements, gatherNd, scatterElements, scatterNd, trilu } from './elementsAt.ts';
import { windowOfCosines } from './fourier.ts';
import { lists } from './lists.ts';
import { melWeights } from './melWeights.ts';
import { pad } from './pad.ts';
import { expand, tile } from './repeat.ts';
import { flatten, reshape, squeeze, unsqueeze } from './reshape.ts';
import { gatherPlaces, slice, split } from './slice.ts';
import { depthToSpace, spaceToDepth, transpose } from './transpose.ts';
import { where } from './where.ts';

/** The rest has the sign of the divisor, or of the dividend if the node says `fmod`. */
const modulo: Translate = (operator) => {
  const isPlain = operator.attributes.int('fmod', 0) === 0;
  return ofConstants((a, b) => (isPlain ? a - Math.floor(a / b) * b : a % b), isPlain)(operator);
};

const bitwise =
  (value: (a: bigint, b: bigint) => bigint) =>
  (a: number, b: number): number =>
    Number(value(BigInt(a), BigInt(b)));

const bitShift: Translate = (operator) =>
  ofConstants(bitwise(operator.attributes.text('direction', '') === 'LEFT' ? (a, b) => a << b : (a, b) => a >> b))(
    operator,
  );

/** Operators that move elements, or make constants; they take constants as they are. */
export const moving: Readonly<Record<string, Translate>> = {
  BlackmanWindow: windowOfCosines([0.42, -0.5, 0.08]),
  BitShift: bitShift,
  BitwiseAnd: ofConstants(bitwise((a, b) => a & b)),
  BitwiseOr: ofConstants(bitwise((a, b) => a | b)),
  BitwiseXor: ofConstants(bitwise((a, b) => a ^ b)),
  And: ofConstants((a, b) => Number(a !== 0 && b !== 0)),
  Cast: cast,
  CastLike: castLike,
  Ceil: ofConstants((x) => Math.ceil(beforeRounding(x)), false),
  CenterCropPad: centerCropPad,
  Compress: compress,
  Concat: concat,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  DepthToSpace: depthToSpace,
  DequantizeLinear: dequantize,
  Dropout: dropout,
  Equal: equal,
  Expand: expand,
  EyeLike: eyeLike,
  Flatten: flatten,
  Floor: ofConstants((x) => Math.floor(beforeRounding(x)), false),
  Gather: gatherPlaces,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  Greater: compared(true, false),
  GreaterOrEqual: compared(true, true),
  HammingWindow: windowOfCosines([25 / 46, -21 / 46]),
  HannWindow: windowOfCosines([0.5, -0.5]),
  Identity: identity,
  IsInf: isInf,
  IsNaN: isNotFinite(Number.isNaN),
  Less: compared(false, false),
  LessOrEqual: compared(false, true),
  MelWeightMatrix: melWeights,
  Mod: modulo,
  ...lists,
  NonZero: nonZero,
  Not: ofConstants((a) => Number(a === 0)),
  OneHot: oneHot,
  Or: ofConstants((a, b) => Number(a !== 0 || b !== 0)),
  Pad: pad,
  Range: range,
  Reshape: reshape,
  ReverseSequence: reverseSequence,
  Round: ofConstants((x) => toEven(beforeRounding(x)), false),
  Scatter: scatterElements,
  ScatterElements: scatterElements,
  ScatterND: scatterNd,
  Shape: shapeOf,
  Sign: sign,
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
