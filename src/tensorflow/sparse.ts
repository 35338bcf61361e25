import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { transposed, type Linear, type Shape, type TiledMatrix } from '../network/index.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';

/** Any linear layer, by gathering what each unit takes and summing it up. */
export function sparse({ shape, matrices, bias }: Linear, inputs: readonly Shape[], keep: Keep): DeviceLayer {
  const up = matrices.map((matrix) => columnProducts(transposed(matrix), keep));
  const down = matrices.map((matrix) => columnProducts(matrix, keep));
  const constants = bias && keep(tf.tensor1d(new Float32Array(bias)));
  return {
    forward: (terms) => {
      const sum = tf.addN(terms.map((x, i) => up[i](tf.reshape(x, [x.shape[0], -1]))));
      return tf.reshape(constants === undefined ? sum : tf.add(sum, constants), [-1, ...shape]);
    },
    pull: (adjoint) =>
      down.map((product, i) => tf.reshape(product(tf.reshape(adjoint, [adjoint.shape[0], -1])), [-1, ...inputs[i]])),
  };
}

/**
 * Columns of a matrix with so many entries or up to half as few, filled up to the same width with entries of weight 0.
 */
interface Bucket {
  readonly columns: number;
  readonly width: number;
  readonly rows: tf.Tensor1D;
  readonly weights: tf.Tensor;
}

/** The products of vectors, items x rows, with all columns: items x columns. */
export function columnProducts(matrix: TiledMatrix, keep: Keep): (x: Tensor2D) => Tensor2D {
  const widths = widthsOf(matrix);
  const buckets = [...new Set(widths)].map((width) => bucketOf(matrix, widths, width, keep));
  const places = keep(tf.tensor1d(placesOf(widths), 'int32'));
  return (x) => {
    const parts = buckets.map((bucket) => productsOf(bucket, x));
    return parts.length === 1 ? parts[0] : tf.gather(tf.concat(parts, 1), places, 1);
  };
}

function productsOf({ columns, width, rows, weights }: Bucket, x: Tensor2D): Tensor2D {
  const terms: Tensor = tf.mul(tf.reshape(tf.gather(x, rows, 1), [-1, columns, width]), weights);
  return tf.reshape(tf.sum(terms, 2), [-1, columns]);
}

/** For each column the number of its entries, up to a power of two; 1 if it has none. */
function widthsOf({ tileRows, tileColumns, pointers, columns }: TiledMatrix): Int32Array {
  const widths = new Int32Array(columns);
  for (let column = 0; column < columns; column++) {
    const group = Math.floor(column / tileColumns);
    widths[column] = 2 ** Math.ceil(Math.log2(Math.max(1, tileRows * (pointers[group + 1] - pointers[group]))));
  }
  return widths;
}

function bucketOf(matrix: TiledMatrix, widths: Int32Array, width: number, keep: Keep): Bucket {
  const { tileRows, tileColumns, pointers, starts, offsets } = matrix;
  const columns = Int32Array.from(widths.keys()).filter((column) => widths[column] === width);
  const rows = new Int32Array(columns.length * width);
  const weights = new Float32Array(columns.length * width);
  columns.forEach((column, i) => {
    const group = Math.floor(column / tileColumns);
    let at = i * width;
    for (let t = pointers[group]; t < pointers[group + 1]; t++) {
      for (let r = 0; r < tileRows; r++) {
        rows[at] = starts[t] + r;
        weights[at++] = matrix.weights[offsets[t] + (column % tileColumns) * tileRows + r];
      }
    }
  });
  const shape = [1, columns.length, width];
  return {
    columns: columns.length,
    width,
    rows: keep(tf.tensor1d(rows, 'int32')),
    weights: keep(tf.tensor(weights, shape)),
  };
}

/**
 * Where each column stands when those of one width follow those of another, in the order in which widths first occur.
 */
function placesOf(widths: Int32Array): Int32Array {
  const next = new Map<number, number>();
  for (const width of widths) next.set(width, (next.get(width) ?? 0) + 1);
  let before = 0;
  for (const [width, count] of next) {
    next.set(width, before);
    before += count;
  }
  return widths.map((width) => {
    const place = next.get(width) ?? 0;
    next.set(width, place + 1);
    return place;
  });
}
