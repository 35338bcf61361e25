export * from './layers/index.ts';
export { checkNetwork } from './checkNetwork.ts';
export { bytesOf, type Nodes } from './bytes.ts';
export { evaluateNode } from './evaluate.ts';
export { checkFinite } from './finite.ts';
export { lastActivation, logitsOf } from './logits.ts';
export { inputName, Network, type Node, type NodeDefinition } from './network.ts';
export type { Elementwise, Linear, Maximum, Operation, Reshape as ReshapeOperation, Smooth } from './operation.ts';
export {
  checkChannels,
  checkProcessing,
  pixelsOf,
  processImage,
  type PerChannel,
  type Processing,
} from './processing.ts';
export { PerNetwork } from './perNetwork.ts';
export { pullNode } from './pull.ts';
export { channelsOf, checkShape, formatShape, sameShape, sizeOf, type Shape } from './shape.ts';
export { plainLoops, type SmoothLoops } from './smoothLoops.ts';
export { powersOfTwo } from './exponential.ts';
export { endsOfModule, modulesOf } from './modules.ts';
export { steppedLayer } from './steps.ts';
export * from './tiledMatrix.ts';
export * from './tiledProducts.ts';
export * from './transposed.ts';
export { isPassedByAll, nodesBetween, nodesUpTo } from './subgraph.ts';
