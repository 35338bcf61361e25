import { describe, expect, it } from 'vitest';
import { readEran } from '../../../src/network/readers/index.ts';

const dense = 'ReLU\n[[1, -2], [3, 4.5e-1], [0, 1]]\n[0.5, 0, -1]\nAffine\n[[1, 2, 3]]\n[0.25]\n';
const header = 'ReLU, filters=2, kernel_size=[1, 2], input_shape=[1, 3, 1], stride=[1, 1], padding=0';
/** Kernel [row][column][in][out]: filter 0 is the left cell, filter 1 ten times the right one. */
const convolution = `Conv2D\n${header}\n[[[[1, 0]], [[0, 10]]]]\n[0, 0]\n`;

describe('readEran', () => {
  it('reads dense layers of units x inputs with their activations', () => {
    const network = readEran(dense);
    expect(network.inputShape).toEqual([2]);
    expect(network.nodes.map(({ name }) => name)).toEqual(['Dense_0', 'ReLU_1', 'Dense_2']);
    // At (1, 2): relu(1 - 4 + 0.5), relu(3 + 0.9), relu(2 - 1) = 0, 3.9, 1; then 2 * 3.9 + 3 * 1 + 0.25.
    expect(network.evaluate(Float64Array.of(1, 2))[0]).toBeCloseTo(11.05, 12);
  });

  it('reads HardTanh, and blank lines and Windows line ends between the sections', () => {
    const network = readEran('HardTanh\r\n[[2]]\r\n[0]\r\n\r\n');
    expect([...network.evaluate(Float64Array.of(-3, 0.25, 3))]).toEqual([-1, 0.5, 1]);
  });

  it('takes the columns of the first dense matrix after a convolution in channel, row, column order', () => {
    // Input 1, 2, 3: filter 0 gives 1, 2 and filter 1 gives 20, 30; the matrix takes them as 1, 2, 20, 30.
    const network = readEran(`${convolution}Affine\n[[1000, 100, 10, 1]]\n[0]\n`);
    expect(network.inputShape).toEqual([1, 3, 1]);
    expect([...network.evaluate(Float64Array.of(1, 2, 3))]).toEqual([1000 + 200 + 200 + 30]);
  });

  it('takes the columns of later dense matrices as they stand', () => {
    const network = readEran(`${convolution}Affine\n[[1, 0, 0, 0], [0, 1, 0, 0]]\n[0, 0]\nAffine\n[[1, 10]]\n[0]\n`);
    expect([...network.evaluate(Float64Array.of(1, 2, 3))]).toEqual([1 + 10 * 2]);
  });

  it('normalises each channel', () => {
    const network = readEran(
      `Normalize mean=[1, 2] std=[2, 4]\nConv2D\n${header.replace('[1, 3, 1]', '[1, 2, 2]')}\n[[[[1, 0], [0, 1]], [[0, 0], [0, 0]]]]\n[0, 0]\n`,
    );
    // Cell (3, 10) becomes (1, 2); the filters pick its channels.
    expect([...network.evaluate(Float64Array.of(3, 10, 0, 0))]).toEqual([1, 2]);
  });

  it.each([
    ['padding=1', [3, 4, 2]],
    ['padding=[1, 0]', [3, 2, 2]],
    ['padding=0', [1, 2, 2]],
  ])('pads rows and columns by %s', (padding, shape) => {
    expect(readEran(convolution.replace('padding=0', padding)).outputShape).toEqual(shape);
  });

  it('takes stride 1 and padding 0 where they are missing', () => {
    expect(readEran(convolution.replace(', stride=[1, 1], padding=0', '')).outputShape).toEqual([1, 2, 2]);
  });
});

describe('readEran refuses, naming the line,', () => {
  it.each([
    [
      'an unknown layer',
      dense.replace('Affine', 'Afine'),
      "line 4: Unknown layer 'Afine'. Did you mean 'Affine'? Known: Normalize, Conv2D, ReLU, Affine, HardTanh, Sigmoid, Tanh.",
    ],
    ['a row of another length', dense.replace('[3, 4.5e-1]', '[3]'), 'line 2: weights[1] has 1 columns, expected 2.'],
    [
      'a matrix with another number of columns than units before it',
      dense.replace('[[1, 2, 3]]', '[[1, 2]]'),
      'line 5: weights[0] has 2 columns, expected 3.',
    ],
    [
      'biases for another number of units',
      dense.replace('[0.5, 0, -1]', '[0.5, 0]'),
      'line 3: biases has 2 units, expected 3.',
    ],
    [
      'NaN',
      dense.replace('4.5e-1', 'nan'),
      "line 2: the weights are not lists of numbers: 'nan' is not a finite number. The file is truncated or damaged.",
    ],
    ['an infinite number', dense.replace('4.5e-1', '1e999'), 'line 2: weights[1][1] is not a finite number.'],
    ['a word for a number', dense.replace('4.5e-1', 'true'), 'line 2: weights[1][1] is not a finite number.'],
    [
      'a line cut off within a number',
      dense.slice(0, 23),
      "line 2: the weights are not lists of numbers: '4.5e' is not",
    ],
    [
      'a line cut off within a list',
      dense.slice(0, 16),
      'line 2: the weights are not lists of numbers: the brackets do not match.',
    ],
    ['a file that ends within a layer', 'ReLU\n[[1, 2]]\n', 'the file ends where the biases were expected'],
    [
      'sizes of a convolution that are cut off',
      convolution.replace(', stride=[1, 1], padding=0', '').replace('input_shape=[1, 3, 1]', 'input_sha'),
      'should say input_shape=[3 whole numbers]',
    ],
    ['a convolution without filters', convolution.replace('filters=2, ', ''), 'should say filters=a whole number'],
    ['an unknown activation', convolution.replace('ReLU,', 'Swish,'), "Unknown activation 'Swish'"],
    [
      'a kernel of another size',
      convolution.replace('kernel_size=[1, 2]', 'kernel_size=[1, 3]'),
      'line 3: weights[0] has 2 kernel columns, expected 3.',
    ],
    [
      'a convolution that does not fit the one before',
      convolution + convolution,
      'the layer takes 1x3x1, but the layer before gives 1x2x2.',
    ],
    ['a file without layers', '\n', 'the file has no Conv2D and no dense layer.'],
  ])('%s', (_, text, message) => {
    expect(() => readEran(text)).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) as string }),
    );
  });
});
