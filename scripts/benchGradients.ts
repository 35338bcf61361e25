/**
 * Gradients per second of the network engine and of plain `tf.grad`, side by side:
 * `npm run bench:gradients -- [--networks A,B] [--backends A,B] [--batches 16,64] [--rounds 5]`.
 * Both integrate gradients along a line; rounds alternate between them, and what counts is the median round.
 */
import * as tf from '@tensorflow/tfjs-core';
import { median } from 'simple-statistics';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { loadNetwork } from '../src/catalogue/index.ts';
import { tableToText, type Cell } from '../src/experiment/index.ts';
import { gradientsOf } from '../src/tensorflow/index.ts';
import type { Network } from '../src/network/index.ts';
import { midpoint } from '../src/quadrature/index.ts';
import { plainGradients } from './benchGradients/plainGradients.ts';
import { registerGradients } from './training/gradients.ts';

const target = 3;

/** Computes gradients at so many points, so many at a time. */
type Contender = (points: number) => Promise<void>;

const { networks, backends, batches, rounds } = await yargs(hideBin(process.argv))
  .option('networks', {
    type: 'string',
    default: 'mnist_convsmall,mnist_convmedium,mnist_convbig',
    describe: 'Names or files',
  })
  .option('backends', { type: 'string', default: 'wasm', describe: 'Backends of TensorFlow.js' })
  .option('batches', { type: 'string', default: '16,64', describe: 'Gradients at a time' })
  .option('rounds', { type: 'number', default: 5, describe: 'Timings of each, of which the median counts' })
  .strict()
  .parseAsync();

const sizes = batches.split(',').map(Number);
const rows: Cell[][] = [];
for (const backend of backends.split(',')) {
  for (const name of networks.split(',')) rows.push(...(await compare(name, backend)));
}
const rounded = (value: number): string => value.toFixed(0);
const columns = [
  { name: 'network' },
  { name: 'backend' },
  { name: 'batch', format: rounded },
  { name: 'tf.grad/s', format: rounded },
  { name: 'engine/s', format: rounded },
  { name: 'engine / best tf.grad', format: (value: number) => value.toFixed(2) },
];
console.log(tableToText({ columns, rows }));

async function compare(given: string, backend: string): Promise<Cell[][]> {
  const { name, network } = await loadNetwork(given);
  const contenders: Contender[][] = [];
  for (const size of sizes) contenders.push([await engine(network, backend, size), plain(network, size)]);
  const most = Math.max(...sizes);
  const rates = contenders.map((): number[][] => [[], []]);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, pair] of contenders.entries()) {
      for (const [j, contender] of pair.entries()) {
        const rate = await rateOf(contender, most);
        if (round > 0) rates[i][j].push(rate); // the first one warms up
      }
    }
  }
  const medians = rates.map((pair) => pair.map(median));
  const best = Math.max(...medians.map(([, rate]) => rate));
  return sizes.map((size, i) => [name, backend, size, medians[i][1], medians[i][0], medians[i][0] / best]);
}

async function rateOf(contender: Contender, points: number): Promise<number> {
  const began = performance.now();
  await contender(points);
  return (1000 * points) / (performance.now() - began);
}

async function engine(network: Network, backend: string, batchSize: number): Promise<Contender> {
  registerGradients();
  const gradients = await gradientsOf(network, { backend, batchSize });
  const line = lineFor(network);
  return async (points) => {
    await gradients.integrate(line, target, [midpoint.measure(points)]);
  };
}

function plain(network: Network, batchSize: number): Contender {
  const gradients = plainGradients(network, target);
  const delta = new Float32Array(lineFor(network).delta);
  return async (points) => {
    for (let begin = 0; begin < points; begin += batchSize) {
      const items = Math.min(batchSize, points - begin);
      const sum = tf.tidy(() => {
        const alphas = tf.linspace((begin + 0.5) / points, (begin + items - 0.5) / points, items);
        return tf.sum(gradients(tf.outerProduct(alphas, tf.tensor1d(delta))), 0);
      });
      await sum.data();
      sum.dispose();
    }
  };
}

function lineFor({ inputSize }: Network): { baseline: Float64Array; delta: Float64Array } {
  return {
    baseline: new Float64Array(inputSize),
    delta: Float64Array.from({ length: inputSize }, (_, i) => (i % 7) / 7),
  };
}
