import type { TranslateNode } from '../graphNode.ts';
import { activation, activations, prelu } from './activations.ts';
import * as arithmetic from './arithmetic.ts';
import { batchToSpace, spaceToBatch } from './blocks.ts';
import { einsum } from './einsum.ts';
import * as folding from './folding.ts';
import * as gathers from './gathers.ts';
import * as layout from './layout.ts';
import { batchNormalization } from './normalization.ts';
import { averagePool, maxPool } from './pools.ts';
import * as products from './products.ts';
import * as reduce from './reduce.ts';
import * as repeats from './repeats.ts';
import { resizeBilinear, resizeNearest } from './resize.ts';
import * as slices from './slices.ts';

/** Operators that take what `SpaceToBatchND` took apart. */
export const takingBlocks: ReadonlySet<string> = new Set([
  'BatchToSpaceND',
  'Conv2D',
  'DepthwiseConv2dNative',
  'FusedDepthwiseConv2dNative',
  '_FusedConv2D',
]);

/** The registry: every operator of graph models that is read. */
export const operators: ReadonlyMap<string, TranslateNode> = new Map<string, TranslateNode>([
  ...[...activations].map(([name, create]) => [name, activation(create)] as const),
  ['Add', arithmetic.add],
  ['AddN', arithmetic.addAll],
  ['AddV2', arithmetic.add],
  ['AvgPool', averagePool],
  ['BatchMatMul', products.matMul],
  ['BatchMatMulV2', products.matMul],
  ['BatchToSpaceND', batchToSpace],
  ['BiasAdd', arithmetic.add],
  ['BroadcastTo', repeats.broadcastTo],
  ['Cast', layout.identity],
  ['Ceil', folding.ofConstants(Math.ceil)],
  ['ClipByValue', arithmetic.clipByValue],
  ['ConcatV2', layout.concat],
  ['Conv2D', products.conv2d],
  ['Conv2DBackpropInput', products.transposedConv2d],
  ['DepthToSpace', repeats.depthToSpace],
  ['DepthwiseConv2dNative', products.depthwiseConv2d],
  ['Div', arithmetic.divide],
  ['DivNoNan', arithmetic.divide],
  ['Einsum', einsum],
  ['ExpandDims', layout.expandDims],
  ['Fill', folding.fill],
  ['Floor', folding.ofConstants(Math.floor)],
  ['FloorDiv', folding.ofConstants((a, b) => Math.floor(a / b))],
  ['FloorMod', folding.ofConstants((a, b) => a - b * Math.floor(a / b))],
  ['FusedBatchNorm', batchNormalization],
  ['FusedBatchNormV2', batchNormalization],
  ['FusedBatchNormV3', batchNormalization],
  ['FusedDepthwiseConv2dNative', products.depthwiseConv2d],
  ['Gather', gathers.gatherPlaces],
  ['GatherNd', gathers.gatherElements],
  ['GatherV2', gathers.gatherPlaces],
  ['Identity', layout.identity],
  ['IdentityN', layout.identities],
  ['MatMul', products.matMul],
  ['Max', reduce.max],
  ['MaxPool', maxPool],
  ['Maximum', arithmetic.maximum],
  ['Mean', reduce.mean],
  ['Min', reduce.min],
  ['Minimum', arithmetic.minimum],
  ['MirrorPad', repeats.mirrorPad],
  ['Mul', arithmetic.multiply],
  ['OnesLike', folding.likewise(1)],
  ['Pack', layout.pack],
  ['Pad', layout.pad],
  ['PadV2', layout.pad],
  ['Pow', arithmetic.power],
  ['Prelu', prelu],
  ['Prod', reduce.product],
  ['Range', folding.range],
  ['Rank', folding.rank],
  ['RealDiv', arithmetic.divide],
  ['Reshape', layout.reshape],
  ['ResizeBilinear', resizeBilinear],
  ['ResizeNearestNeighbor', resizeNearest],
  ['ReverseV2', slices.reverse],
  ['Shape', folding.shapeOf],
  ['Size', folding.size],
  ['Slice', slices.slice],
  ['SpaceToBatchND', spaceToBatch],
  ['Split', slices.split],
  ['SplitV', slices.splitV],
  ['SquaredDifference', arithmetic.squaredDifference],
  ['Squeeze', layout.squeeze],
  ['StopGradient', layout.identity],
  ['StridedSlice', slices.stridedSlice],
  ['Sub', arithmetic.subtract],
  ['Sum', reduce.sum],
  ['Tile', repeats.tile],
  ['Transpose', layout.transpose],
  ['Unpack', slices.unpack],
  ['ZerosLike', folding.likewise(0)],
  ['_FusedConv2D', products.conv2d],
  ['_FusedMatMul', products.matMul],
]);
