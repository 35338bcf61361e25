import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Maximum } from '../network/index.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';

/**
 * Every unit the maximum of its candidates, the first of equal ones, by gathering. The pooling derivatives of
 * the backends are of no use: they differ where candidates are equal, and the one of the WASM backend (4.22)
 * is 0 where all candidates are negative.
 *
 * @param inputSize units of the layer's input
 */
export function maximum({ shape, pointers, candidates }: Maximum, inputSize: number, keep: Keep): DeviceLayer {
  const units = pointers.length - 1;
  const choices = listsOf(units, (unit) => [...candidates.subarray(pointers[unit], pointers[unit + 1])]);
  const width = Math.max(2, longest(choices)); // oneHot takes no less
  const places = placesOf(choices, width, inputSize);
  const times = longest(places);
  const gathered = keep(table(choices, width, ([first]) => first));
  const scattered = keep(table(places, times, () => units * width));

  const candidatesOf = (x: Tensor): Tensor => tf.reshape(tf.gather(asRows(x, inputSize), gathered, 1), [-1, units, width]);
  return {
    forward: ([x]) => tf.reshape(tf.max(candidatesOf(x), 2), [-1, ...shape]),
    pull: (adjoint, [x]) => {
      const winners = tf.cast(tf.oneHot(tf.argMax(candidatesOf(x), 2), width), 'float32');
      const won = asRows(tf.mul(winners, tf.reshape(adjoint, [-1, units, 1])), units * width);
      const withZero = tf.pad(won, [[0, 0], [0, 1]]);
      return [tf.reshape(tf.sum(tf.reshape(tf.gather(withZero, scattered, 1), [-1, inputSize, times]), 2), x.shape)];
    },
  };
}

/** Per input unit where it stands in the table of choices. */
function placesOf(choices: readonly number[][], width: number, inputSize: number): number[][] {
  const places = listsOf(inputSize, () => []);
  choices.forEach((list, unit) => {
    list.forEach((candidate, i) => places[candidate].push(unit * width + i));
  });
  return places;
}

/** Lists as the rows of one array, each filled up to the same width. */
function table(lists: readonly number[][], width: number, filler: (list: readonly number[]) => number): tf.Tensor1D {
  const rows = lists.map((list) => Array.from({ length: width }, (_, i) => list.at(i) ?? filler(list)));
  return tf.tensor1d(Int32Array.from(rows.flat()), 'int32');
}

function listsOf(count: number, list: (i: number) => number[]): number[][] {
  return Array.from({ length: count }, (_, i) => list(i));
}

function longest(lists: readonly number[][]): number {
  return lists.reduce((most, { length }) => Math.max(most, length), 0);
}

function asRows(x: Tensor, columns: number): Tensor2D {
  return tf.reshape(x, [-1, columns]);
}
