import type { Add } from './add.ts';
import type { AveragePool } from './averagePool.ts';
import type { BatchNorm } from './batchNorm.ts';
import type { Concat } from './concat.ts';
import type { Conv2D } from './conv2d.ts';
import type { Dense } from './dense.ts';
import type { ELU } from './elu.ts';
import type { Flatten } from './flatten.ts';
import type { GELU } from './gelu.ts';
import type { HardTanh } from './hardTanh.ts';
import type { LeakyReLU } from './leakyRelu.ts';
import type { MaxPool } from './maxPool.ts';
import type { Normalize } from './normalize.ts';
import type { ReLU } from './relu.ts';
import type { Reshape } from './reshape.ts';
import type { Sigmoid } from './sigmoid.ts';
import type { Softmax } from './softmax.ts';
import type { Softplus } from './softplus.ts';
import type { Tanh } from './tanh.ts';
import type { ZeroPad } from './zeroPad.ts';

export * from './add.ts';
export * from './averagePool.ts';
export * from './batchNorm.ts';
export * from './concat.ts';
export * from './conv2d.ts';
export * from './dense.ts';
export * from './elu.ts';
export * from './flatten.ts';
export * from './gelu.ts';
export * from './hardTanh.ts';
export * from './leakyRelu.ts';
export * from './maxPool.ts';
export * from './normalize.ts';
export * from './relu.ts';
export * from './reshape.ts';
export * from './sigmoid.ts';
export * from './softmax.ts';
export * from './softplus.ts';
export * from './tanh.ts';
export * from './zeroPad.ts';
export type { LayerDefinition } from './layer.ts';
export { noPadding, slideOver, type Padding, type Window } from './window.ts';

/** The registry: every layer that a network may have. */
export type Layer =
  | Add
  | AveragePool
  | BatchNorm
  | Concat
  | Conv2D
  | Dense
  | ELU
  | Flatten
  | GELU
  | HardTanh
  | LeakyReLU
  | MaxPool
  | Normalize
  | ReLU
  | Reshape
  | Sigmoid
  | Softmax
  | Softplus
  | Tanh
  | ZeroPad;
