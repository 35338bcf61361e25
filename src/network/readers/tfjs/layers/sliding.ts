import type { Translate } from '../kerasLayer.ts';
import { adaptiveAverage, adaptiveMaximum } from './adaptivePools.ts';
import { inEitherOrder } from './axis.ts';
import { convolution, depthwise, separable, transposedConvolution } from './convolutions.ts';
import { cropping, flatten, zeroPadding } from './layout.ts';
import * as pools from './pools.ts';
import { centerCrop, resizing } from './resizing.ts';
import { upSampling } from './upSampling.ts';
import * as volumes from './volumes.ts';

/** The registry: layers on images, series and volumes, whose channels may stand first or last, by class. */
export const sliding: readonly (readonly [string, Translate])[] = Object.entries<Translate>({
  AdaptiveAveragePooling1D: adaptiveAverage(1),
  AdaptiveAveragePooling2D: adaptiveAverage(2),
  AdaptiveAveragePooling3D: adaptiveAverage(3),
  AdaptiveMaxPooling1D: adaptiveMaximum(1),
  AdaptiveMaxPooling2D: adaptiveMaximum(2),
  AdaptiveMaxPooling3D: adaptiveMaximum(3),
  AveragePooling1D: pools.averagePooling1d,
  AveragePooling2D: pools.averagePooling2d,
  AveragePooling3D: volumes.averagePooling3d,
  CenterCrop: centerCrop,
  Conv1D: convolution(1),
  Conv1DTranspose: transposedConvolution(1),
  Conv2D: convolution(2),
  Conv2DTranspose: transposedConvolution(2),
  Conv3D: volumes.convolution3d,
  Conv3DTranspose: volumes.transposedConvolution3d,
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
  Cropping3D: cropping(3),
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  Flatten: flatten,
  GlobalAveragePooling1D: pools.globalAveragePooling1d,
  GlobalAveragePooling2D: pools.globalAveragePooling2d,
  GlobalAveragePooling3D: volumes.globalAveragePooling3d,
  GlobalMaxPooling1D: pools.globalMaxPooling1d,
  GlobalMaxPooling2D: pools.globalMaxPooling2d,
  GlobalMaxPooling3D: volumes.globalMaxPooling3d,
  MaxPooling1D: pools.maxPooling1d,
  MaxPooling2D: pools.maxPooling2d,
  MaxPooling3D: volumes.maxPooling3d,
  Resizing: resizing,
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  UpSampling1D: upSampling(1),
  UpSampling2D: upSampling(2),
  UpSampling3D: upSampling(3),
  ZeroPadding1D: zeroPadding(1),
  ZeroPadding2D: zeroPadding(2),
  ZeroPadding3D: zeroPadding(3),
}).map(([name, translate]) => [name, inEitherOrder(translate)]);
