import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { sparseMatrix, type Maximum } from '../network/index.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';
import { columnProducts } from './sparse.ts';

/**
 * Every unit the maximum of its candidates, the first of equal ones, by gathering. The pooling derivatives of
 * the backends are of no use: they differ where candidates are equal, and the one of the WASM backend (4.22)
 * is 0 where all candidates are negative.
 *
 * @param inputSize units of the layer's input
 */
export function maximum({ shape, pointers, candidates }: Maximum, inputSize: number, keep: Keep): DeviceLayer {
  const units = pointers.length - 1;
  let width = 2; // oneHot takes no less
  for (let unit = 0; unit < units; unit++) width = Math.max(width, pointers[unit + 1] - pointers[unit]);
  const choices = new Int32Array(units * width);
  const places = new Int32Array(candidates.length);
  for (let unit = 0; unit < units; unit++) {
    const list = candidates.subarray(pointers[unit], pointers[unit + 1]);
    choices.fill(list[0], unit * width, (unit + 1) * width);
    choices.set(list, unit * width);
    for (let i = 0; i < list.length; i++) places[pointers[unit] + i] = unit * width + i;
  }
  const gathered = keep(tf.tensor1d(choices, 'int32'));
  const whereChosen = columnProducts(
    sparseMatrix(choices.length, inputSize, Float64Array.of(1), { groups: candidates, starts: places }),
    keep,
  );

  const candidatesOf = (x: Tensor): Tensor =>
    tf.reshape(tf.gather(asRows(x, inputSize), gathered, 1), [-1, units, width]);
  const winnersOf = (x: Tensor): Tensor => tf.cast(tf.oneHot(tf.argMax(candidatesOf(x), 2), width), 'float32');
  return {
    forward: ([x]) => tf.reshape(tf.max(candidatesOf(x), 2), [-1, ...shape]),
    pull: (adjoint, [x]) => {
      const won = tf.tidy(() => asRows(tf.mul(winnersOf(x), tf.reshape(adjoint, [-1, units, 1])), choices.length));
      return [tf.reshape(whereChosen(won), x.shape)];
    },
  };
}

function asRows(x: Tensor, columns: number): Tensor2D {
  return tf.reshape(x, [-1, columns]);
}
