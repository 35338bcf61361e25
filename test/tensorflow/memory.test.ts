import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseMemory, UserError } from '../../src/base/index.ts';
import { batchSizeFor } from '../../src/tensorflow/batches.ts';
import { loadBackend } from '../../src/tensorflow/backends/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { Dense, inputName, MaxPool, Network, noPadding } from '../../src/network/index.ts';
import { left, trapezoid } from '../../src/quadrature/index.ts';
import { caseOf } from '../helpers/randomNetworks.ts';
import { backendsHere, relativeDistance } from '../gradients/support.ts';

const { network, baseline, input, target } = caseOf(3);
const line = { baseline, delta: input.map((x, i) => x - baseline[i]) };
const measures = [left.measure(8), trapezoid.measure(20)];

/** From now on the current backend finds no memory for the places on the line, items x 2, of more items than these. */
function failAbove(items: number, message: string): void {
  const backend = tf.backend();
  const write = backend.write.bind(backend);
  vi.spyOn(backend, 'write').mockImplementation((values, shape, dtype) => {
    if (shape.length === 2 && shape[1] === 2 && shape[0] > items) throw new Error(message);
    return write(values, shape, dtype);
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(await backendsHere())('on backend %s', (backend) => {
  it.each([
    'OOM when allocating tensor with shape[28,6,6,4] and type float on GPU:0',
    'WebAssembly is out of memory at an allocation of 4000000000 bytes.',
    'WebGPU: vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
    'WebGPU: Buffer size (2147483648) exceeds the max buffer size limit (1073741824).',
    'Array buffer allocation failed',
    'Invalid typed array length: 8589934592',
  ])('when memory is exhausted (%s) batches are halved until they fit, with the same results', async (message) => {
    const gradients = await gradientsOf(network, { backend, batchSize: 20 });
    const expected = await gradients.integrate(line, target, measures);
    const tensors = tf.memory().numTensors;
    failAbove(5, message);
    const halved = await gradients.integrate(line, target, measures);
    expect(gradients.batchSize).toBe(5); // 20, 10, 5
    expect(tf.memory().numTensors).toBe(tensors);
    halved.forEach((integral, m) => {
      expect(relativeDistance(integral, expected[m])).toBeLessThan(1e-5);
    });
    gradients.dispose();
  });

  it('memory for not even one gradient is an error', async () => {
    const gradients = await gradientsOf(network, { backend, batchSize: 20 });
    failAbove(0, 'out of memory');
    const error: unknown = await gradients.integrate(line, target, measures).catch((thrown: unknown) => thrown);
    gradients.dispose();
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('too little memory for a single gradient: out of memory');
  });

  it('an error that is not of memory is passed on, and the batch stays', async () => {
    const gradients = await gradientsOf(network, { backend, batchSize: 20 });
    failAbove(5, 'The shader does not compile.');
    await expect(gradients.integrate(line, target, measures)).rejects.toThrow('The shader does not compile.');
    expect(gradients.batchSize).toBe(20);
    gradients.dispose();
  });

  it('memory is the same after a hundred batches as after one', async () => {
    const gradients = await gradientsOf(network, { backend, batchSize: 1 });
    await gradients.integrate(line, target, [left.measure(1)]);
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    await gradients.integrate(line, target, [left.measure(100)]);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
    gradients.dispose();
  });
});

describe('the batch size', () => {
  it('grows with the memory', async () => {
    const sizes: number[] = [];
    for (const memory of [4e6, 8e6, 16e6]) {
      const gradients = await gradientsOf(network, { backend: 'cpu', memory });
      sizes.push(gradients.batchSize);
      gradients.dispose();
    }
    expect(sizes[0]).toBeGreaterThan(1);
    expect(sizes[1] / sizes[0]).toBeCloseTo(2, 1);
    expect(sizes[2] / sizes[0]).toBeCloseTo(4, 1);
  });

  it.each([1, 2, 3, 4, 5])(
    'keeps the tensors of a batch within the memory, on the random network of seed %i',
    async (seed) => {
      const memory = 1e6;
      const random = caseOf(seed);
      const gradients = await gradientsOf(random.network, { backend: 'cpu', memory });
      const atFirst = tf.memory().numBytes;
      const { peakBytes } = await tf.profile(async () => {
        await gradients.integrate({ baseline: random.baseline, delta: random.input }, random.target, [
          left.measure(gradients.batchSize),
        ]);
        return [];
      });
      gradients.dispose();
      expect(peakBytes - atFirst).toBeLessThan(memory);
      expect(peakBytes - atFirst).toBeGreaterThan(memory / 5);
    },
  );

  // 1000 inputs, one output, one layer: 4 (2 (1000 + 1) + 8 * 1000) = 40,008 bytes for a gradient.
  const wide = new Network(
    [1000],
    [{ name: 'sum', layer: new Dense(new Float64Array(1000), new Float64Array(1)), inputs: [inputName] }],
  );

  it('leaves no tensor larger than the device takes', () => {
    expect(batchSizeFor(wide, { memory: 40_008 * 10, largestTensor: Infinity })).toBe(10);
    expect(batchSizeFor(wide, { memory: 40_008 * 10, largestTensor: 4 * 1000 * 7.5 })).toBe(7);
  });

  it('counts the overlapping windows of a maximum one by one', () => {
    const window = { size: [3, 3], strides: [1, 1], padding: noPadding } as const;
    const pool = new Network([10, 10, 1], [{ name: 'max', layer: new MaxPool(window), inputs: [inputName] }]);
    // 64 windows of 9 candidates: 4 (2 (100 + 576) + 8 * 576) bytes.
    expect(batchSizeFor(pool, { memory: 3 * 4 * (2 * 676 + 8 * 576), largestTensor: Infinity })).toBe(3);
  });

  it('memory for less than one gradient is an error that says how much one takes', async () => {
    expect(() => batchSizeFor(wide, { memory: 10_000, largestTensor: Infinity })).toThrow(UserError);
    await expect(gradientsOf(wide, { backend: 'cpu', memory: 10_000 })).rejects.toThrow(
      'takes about 0.0 MB, more than the 0.0 MB of --memory',
    );
  });
});

describe('parseMemory', () => {
  it.each([
    ['512MB', 512e6],
    ['2 GB', 2e9],
    ['1.5gib', 1.5 * 2 ** 30],
    ['64MiB', 2 ** 26],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseMemory(text)).toBe(bytes);
  });

  it.each(['', '512', 'MB', '0MB', '-1GB', '5 parsecs'])("'%s' is an error that says what was expected", (text) => {
    expect(() => parseMemory(text)).toThrow(
      `'${text}' is no amount of memory; expected a number with a unit, like 512MB or 2GB.`,
    );
  });
});

it('the wasm backend reports that its memory is exhausted, instead of writing to address 0', async () => {
  await loadBackend('wasm');
  // Just under 4 GiB, which is all that 32 bits address.
  expect(() => tf.backend().write(null as unknown as Float32Array, [2 ** 30 - 1], 'float32')).toThrow(
    'WebAssembly is out of memory',
  );
});

it.runIf(process.env.VK_ICD_FILENAMES)(
  'the webgpu backend reports a tensor that is too large, instead of computing garbage',
  async () => {
    const { perform, largestTensor } = await loadBackend('webgpu');
    const sum = perform(() => tf.tidy(() => tf.sum(tf.fill([largestTensor / 4 + 1024], 1))).data());
    await expect(sum).rejects.toThrow('WebGPU: Buffer size');
  },
);
