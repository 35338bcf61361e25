import * as tf from '@tensorflow/tfjs-core';

/**
 * Gives the WASM backend the one kernel of training that it lacks: the gradient of a convolution with respect to its
 * kernel. That is itself a convolution, of the images with the output's gradient, with batch and channels changing
 * places: `dW[i, j, in, out] = sum over n, r, c of x[n, s r + i, s c + j, in] dy[n, r, c, out]`, dilated by the stride
 * s.
 */
export function registerWasmFilterGradient(): void {
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
      const { strides, filterShape } = attrs as unknown as {
        strides: number | [number, number];
        filterShape: number[];
      };
      return tf.tidy(() => {
        const images = tf.transpose(x, [3, 1, 2, 0]);
        const gradients = tf.transpose(dy, [1, 2, 0, 3]);
        const swapped = tf.conv2d(images, gradients, 1, 'valid', 'NHWC', strides);
        const [rows, columns, channels, filters] = filterShape;
        return tf.slice(tf.transpose(swapped, [1, 2, 0, 3]), [0, 0, 0, 0], [rows, columns, channels, filters]);
      });
    },
  });
}
