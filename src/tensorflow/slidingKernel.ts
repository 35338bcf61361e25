import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Keep } from './deviceLayer.ts';

type Pair = readonly [number, number];

/** The weights of a convolution in groups: rows x columns x `depth` channels of a group x filters. */
export interface Kernel {
  readonly values: Float32Array;
  /** Rows, columns. */
  readonly size: Pair;
  readonly depth: number;
  readonly filters: number;
  readonly groups: number;
}

/**
 * What a kernel makes of an image where it lies wholly on it. TensorFlow.js has dilations only without strides, and no
 * groups but those of one channel: places between dilated ones get the weight 0, and other groups are convolved one by
 * one.
 */
export function slidingKernel(
  kernel: Kernel,
  strides: Pair,
  dilations: Pair,
  keep: Keep,
): (image: Tensor4D) => Tensor4D {
  const { groups, depth, filters } = kernel;
  if (groups === 1) {
    const isNative = strides.every((stride) => stride === 1);
    const weights = keep(asTensor(isNative ? kernel : dilated(kernel, dilations)));
    return (image) => tf.conv2d<Tensor4D>(image, weights, [...strides], 'valid', 'NHWC', isNative ? [...dilations] : 1);
  }
  const dense = dilated(kernel, dilations);
  if (depth === 1)
    return depthwise(
      keep(tf.tidy(() => tf.reshape(asTensor(dense), [...dense.size, groups, filters / groups]))),
      strides,
    );
  if (filters === groups) return summedDepthwise(dense, strides, keep);
  const parts = tf.tidy(() => tf.split<Tensor4D>(asTensor(dense), groups, 3)).map((part) => keep(part));
  return (image) =>
    tf.concat(
      tf
        .split<Tensor4D>(image, groups, 3)
        .map((part, group) => tf.conv2d<Tensor4D>(part, parts[group], [...strides], 'valid')),
      3,
    );
}

/** The kernel that carries adjoints back through a stride of 1: turned round, from filters to channels. */
export function backwards({ values, size, depth, filters, groups }: Kernel): Kernel {
  const places = size[0] * size[1];
  const [channels, each] = [depth * groups, filters / groups];
  const turned = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const [filter, channel, place] = [
      at % filters,
      Math.floor(at / filters) % depth,
      Math.floor(at / (filters * depth)),
    ];
    const group = Math.floor(filter / each);
    turned[((places - 1 - place) * each + (filter % each)) * channels + group * depth + channel] = values[at];
  }
  return { values: turned, size, depth: each, filters: channels, groups };
}

/** Zeros between the places of a kernel. */
function dilated(kernel: Kernel, dilations: Pair): Kernel {
  const { values, size, depth, filters } = kernel;
  const wide: Pair = [dilations[0] * (size[0] - 1) + 1, dilations[1] * (size[1] - 1) + 1];
  const spread = new Float32Array(wide[0] * wide[1] * depth * filters);
  const each = depth * filters;
  for (let place = 0; place < size[0] * size[1]; place++) {
    const [row, column] = [Math.floor(place / size[1]) * dilations[0], (place % size[1]) * dilations[1]];
    spread.set(values.subarray(place * each, (place + 1) * each), (row * wide[1] + column) * each);
  }
  return { ...kernel, values: spread, size: wide };
}

/**
 * Each channel by itself; TensorFlow knows but one stride for both axes, so with two all windows are computed first.
 */
function depthwise(weights: Tensor4D, strides: Pair): (image: Tensor4D) => Tensor4D {
  const [rows, columns] = strides;
  if (rows === columns) return (image) => tf.depthwiseConv2d(image, weights, [rows, columns], 'valid');
  return (image) => {
    const all = tf.depthwiseConv2d(image, weights, 1, 'valid');
    return tf.stridedSlice(all, [0, 0, 0, 0], all.shape, [1, rows, columns, 1]) as Tensor4D;
  };
}

/** One filter for each group: channels by themselves, then summed up. */
function summedDepthwise(kernel: Kernel, strides: Pair, keep: Keep): (image: Tensor4D) => Tensor4D {
  const { size, depth, groups } = kernel;
  const weights: Tensor4D = tf.tidy(() =>
    tf.reshape(tf.transpose(asTensor(kernel), [0, 1, 3, 2]), [...size, groups * depth, 1]),
  );
  const slide = depthwise(keep(weights), strides);
  return (image) => {
    const apart = slide(image);
    const [items, rows, columns] = apart.shape;
    const grouped: Tensor = tf.sum(tf.reshape(apart, [items, rows * columns, groups, depth]), 3);
    return tf.reshape(grouped, [items, rows, columns, groups]);
  };
}

function asTensor({ values, size, depth, filters }: Kernel): Tensor4D {
  return tf.tensor4d(values, [...size, depth, filters]);
}
