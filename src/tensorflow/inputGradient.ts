import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { slideOver, type Shape, type Window } from '../network/index.ts';
import type { Keep } from './deviceLayer.ts';

/** From the adjoint of a convolution's value to that of its input, an image. */
export type InputGradient = (adjoint: Tensor4D) => Tensor4D;

/**
 * The input gradient of a convolution by the backend's own kernel, which knows the paddings 'same' and 'valid';
 * with another one it gives the padded image, of which the rest is cut away.
 *
 * @param weights rows x columns x channels x filters
 */
export function gradientByTransposition(weights: Tensor4D, { strides, padding }: Window, image: Shape): InputGradient {
  const [height, width, channels] = image;
  const { top, left, bottom, right } = padding;
  const step: [number, number] = [...strides];
  const same = tf.backend_util.computeConv2DInfo([1, height, width, channels], weights.shape, step, 1, 'same').padInfo;
  if (same.top === top && same.left === left && same.bottom === bottom && same.right === right) {
    return (adjoint) => tf.conv2dTranspose(adjoint, weights, [adjoint.shape[0], height, width, channels], step, 'same');
  }
  const padded = [top + height + bottom, left + width + right, channels] as const;
  return (adjoint) => {
    const whole = tf.conv2dTranspose(adjoint, weights, [adjoint.shape[0], ...padded], step, 'valid');
    return tf.slice(whole, [0, top, left, 0], [-1, height, width, -1]);
  };
}

/**
 * The input gradient of a convolution as a forward convolution, for the WASM backend (4.22), whose own one takes
 * ten times as long as its forward convolution.
 *
 * Along each axis, with stride s and padding p, `y[o] = sum_k W[k] x[s o + k - p]`. In the padded image cell
 * `s g + phase` of group g has the adjoint `sum_t W[phase + s t] dy[g - t]`: dy convolved with every s-th row of
 * W, the last one first. The s phases are channels of one convolution, put side by side afterwards.
 *
 * @param weights rows x columns x channels x filters
 */
export function gradientByConvolution(weights: Tensor4D, window: Window, image: Shape, keep: Keep): InputGradient {
  const [height, width, channels] = image;
  const output = slideOver(window, [height, width, channels]);
  const [rows, columns] = ([0, 1] as const).map((axis) => groupsAlong(axis, window, image, output));
  const phases = keep(tf.tidy(() => phasesOf(weights, rows, columns)));
  return (adjoint) => {
    const groups = tf.conv2d(adjoint, phases, 1, [[0, 0], rows.pad, columns.pad, [0, 0]]);
    const apart = tf.reshape(groups, [-1, columns.count, rows.stride, columns.stride * channels]);
    const together = tf.transpose(apart, [0, 2, 1, 3]);
    const cells = tf.reshape(together, [-1, rows.count * rows.stride, columns.count * columns.stride * channels]);
    const onImage = tf.slice(cells, [0, rows.skip, columns.skip * channels], [-1, height, width * channels]);
    return tf.reshape(onImage, [-1, height, width, channels]);
  };
}

/** How the cells of the padded image fall into groups along one axis. */
interface Groups {
  /** Cells of a group. */
  readonly stride: number;
  /** Cells of dy that a group depends on. */
  readonly taps: number;
  /** Groups from the first to the last that is computed. */
  readonly count: number;
  /** What dy lacks before and after for these groups. */
  readonly pad: [number, number];
  /** Cells of these groups that lie before the image. */
  readonly skip: number;
}

/** The groups that hold the image or, if padding is wider than the window, meet the whole of dy. */
function groupsAlong(axis: 0 | 1, { size, strides, padding }: Window, image: Shape, output: readonly number[]): Groups {
  const stride = strides[axis];
  const before = axis === 0 ? padding.top : padding.left;
  const taps = Math.ceil(size[axis] / stride);
  const first = Math.min(Math.floor(before / stride), taps - 1);
  const last = Math.max(Math.floor((before + image[axis] - 1) / stride), output[axis] - 1);
  return {
    stride,
    taps,
    count: last - first + 1,
    pad: [taps - 1 - first, last + 1 - output[axis]],
    skip: before - first * stride,
  };
}

/**
 * Taps x taps x filters x (phases x phases x channels): the weights by phase, last tap first, 0 where there are none.
 */
function phasesOf(weights: Tensor4D, rows: Groups, columns: Groups): Tensor4D {
  const [height, width, channels, filters] = weights.shape;
  const missing = [rows.taps * rows.stride - height, columns.taps * columns.stride - width];
  const whole = tf.pad(weights, [
    [0, missing[0]],
    [0, missing[1]],
    [0, 0],
    [0, 0],
  ]);
  const split = tf.reshape(whole, [rows.taps, rows.stride, columns.taps, columns.stride, channels, filters]);
  const phases = tf.transpose(tf.reverse(split, [0, 2]), [0, 2, 5, 1, 3, 4]);
  return tf.reshape(phases, [rows.taps, columns.taps, filters, rows.stride * columns.stride * channels]);
}
