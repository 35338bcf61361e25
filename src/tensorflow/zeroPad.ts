import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ZeroPad } from '../network/index.ts';
import type { DeviceLayer } from './deviceLayer.ts';

/** Cells of value 0 around an image; of an adjoint what lies on the image comes back. */
export function zeroPad({ padding: { top, left, bottom, right } }: ZeroPad): DeviceLayer {
  return {
    forward: ([x]) =>
      tf.pad(x as Tensor4D, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]),
    pull: (adjoint, [x]) => [tf.slice(adjoint as Tensor4D, [0, top, left, 0], (x as Tensor4D).shape)],
  };
}
