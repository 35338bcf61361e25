import { describe, expect, it } from 'vitest';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import {
  absolute,
  Add,
  AveragePool,
  BatchNorm,
  clip,
  Concat,
  Conv2D,
  Conv3D,
  ConvTranspose2D,
  ConvTranspose3D,
  Dense,
  Choose,
  Divide,
  ELU,
  Flatten,
  GELU,
  hardSigmoid,
  HardTanh,
  inputName,
  LeakyReLU,
  linearAlong,
  LogSoftmax,
  LogSumExp,
  MatMul,
  maximumAlong,
  maximumOfTensors,
  MaxPool,
  Multiply,
  Network,
  noPadding,
  Normalize,
  PiecewiseLinear,
  Pointwise,
  Power,
  ReLU,
  Reshape,
  Select,
  selectAlong,
  selu,
  Sigmoid,
  sizeOf,
  SmoothFunction,
  Softmax,
  Softplus,
  SparseLinear,
  Standardize,
  Tanh,
  WeightedSum,
  ZeroPad,
  type Layer,
  type NodeDefinition,
  type Shape,
  type Window,
} from '../../src/network/index.ts';
import { pointMass } from '../../src/quadrature/index.ts';
import { randomArray, randomNetwork, seeded } from '../helpers/randomNetworks.ts';
import { backendsHere, centralDifferences, relativeDistance } from '../gradients/support.ts';

/** Single precision has 24 bits; a few layers of sums of a few hundred terms lose some. */
const float32 = 2e-5;

const random = seeded(7);
const image: Shape = [6, 7, 2];

/** A padding that differs on all sides, and strides that leave cells over. */
const lopsided: Window = { size: [3, 2], strides: [2, 3], padding: { top: 1, left: 0, bottom: 2, right: 1 } };
const over: Window = { ...lopsided, strides: [3, 2], padding: noPadding, dilations: [1, 2], ceil: true };
const channel = (): Float64Array => randomArray(random, 2);
const positive = (): Float64Array => channel().map((x) => x + 1.5);
const batchNorm = { gamma: channel(), beta: channel(), mean: channel(), variance: positive(), epsilon: 1e-3 };

/** Layers of one input; those after the first of a row make it a realistic one. */
const layers: readonly Layer[] = [
  new AveragePool(lopsided, false),
  new AveragePool(lopsided, true),
  new AveragePool({ ...lopsided, ceil: true }, true),
  new AveragePool({ ...lopsided, ceil: true }, false),
  new AveragePool(over, true),
  new BatchNorm(batchNorm),
  new Conv2D(randomArray(random, 3 * 2 * 2 * 3), randomArray(random, 3), lopsided),
  new Dense(randomArray(random, sizeOf(image) * 3), randomArray(random, 3)),
  new ELU(1),
  new ELU(0.3),
  selu(),
  new Flatten(),
  new GELU('erf'),
  new GELU('tanh'),
  new HardTanh(),
  new LeakyReLU(0.3),
  new LeakyReLU(1.5),
  new Conv2D(randomArray(random, 3 * 2 * 2 * 3), randomArray(random, 3), over),
  new Conv2D(randomArray(random, 3 * 2 * 2 * 3), randomArray(random, 3), { ...lopsided, ceil: true }),
  new Conv2D(randomArray(random, 3 * 2 * 6), randomArray(random, 6), lopsided, 2),
  new Conv2D(randomArray(random, 3 * 2 * 6), randomArray(random, 6), over, 2),
  new Conv2D(randomArray(random, 3 * 2 * 2), randomArray(random, 2), { ...lopsided, strides: [2, 2] }, 2),
  new ConvTranspose2D(randomArray(random, 3 * 2 * 2 * 3), randomArray(random, 3), lopsided, [1, 2]),
  new ConvTranspose2D(
    randomArray(random, 3 * 2 * 2 * 3),
    randomArray(random, 6),
    { ...lopsided, dilations: [2, 3] },
    [0, 2],
    2,
  ),
  new ConvTranspose2D(
    randomArray(random, 2 * 2 * 2),
    randomArray(random, 2),
    { ...lopsided, size: [2, 2], strides: [1, 1] },
    [0, 0],
    2,
  ),
  new MaxPool(lopsided),
  new MaxPool(over),
  new Normalize(Float64Array.of(0.2), Float64Array.of(0.4)),
  new Normalize(channel(), positive()),
  new ReLU(),
  new Reshape([2, 7, 6]),
  selectAlong(image, [[1, 1, -1, 1, 1, 5], undefined, [1, 0, 1]], 0.7),
  linearAlong(image, [
    undefined,
    [randomArray(random, 7), Float64Array.of(0, 0, 1, 0, 0, 0, 0), randomArray(random, 7)],
    [randomArray(random, 2)],
  ]),
  new SparseLinear(
    [2],
    { pointers: Int32Array.of(0, 0, 3), columns: Int32Array.of(1, 4, 5), weights: randomArray(random, 3) },
    randomArray(random, 2),
  ),
  new Pointwise(randomArray(random, 6), randomArray(random, 3)),
  new WeightedSum([randomArray(random, sizeOf(image))], channel()),
  new WeightedSum([channel()]),
  maximumAlong(image, [1]),
  maximumOfTensors([42], 2),
  absolute(),
  clip(-0.5, 1.2),
  clip(-Infinity, 0.3),
  hardSigmoid(0.3, 0.4),
  new PiecewiseLinear([-0.5, 0.1, 0.4], [0.3, -2, 1, 0], [0, 0, 0], 0.6),
  new Select([3], Int32Array.of(0, 2, 1)),
  new Sigmoid(),
  new Softmax(),
  new Softmax(0),
  new LogSoftmax(1),
  new LogSumExp(),
  new Standardize([0, 1], 1e-3),
  new Power(2),
  ...(
    [
      'asinh',
      'atan',
      'cos',
      'cosh',
      'erf',
      'exp',
      'hardSwish',
      'logSigmoid',
      'mish',
      'orOne',
      'silu',
      'sin',
      'sinh',
      'softsign',
      'sparsePlus',
      'square',
      'squareplus',
      'tanhShrink',
    ] as const
  ).map((name) => new SmoothFunction(name)),
  new Softplus(),
  new Tanh(),
  new ZeroPad(lopsided.padding),
];

/** The layers between the input and a dense layer of two units. */
function networkOf(nodes: readonly NodeDefinition[]): Network {
  const last = nodes[nodes.length - 1].name;
  const units = new Network(image, nodes).outputSize;
  const output = new Dense(randomArray(random, units * 2), randomArray(random, 2));
  return new Network(image, [...nodes, { name: 'output', layer: output, inputs: [last] }]);
}

/** Two branches that a layer joins: one through a ReLU, the other the input itself, twice. */
function joinedBy(layer: Layer): Network {
  return networkOf([
    { name: 'branch', layer: new ReLU(), inputs: [inputName] },
    { name: 'join', layer, inputs: ['branch', inputName, inputName] },
  ]);
}

async function expectTrue(network: Network, backend: string): Promise<void> {
  const baseline = randomArray(random, network.inputSize, 1.7);
  const delta = new Float64Array(network.inputSize);
  const gradients = await gradientsOf(network, { backend });
  const [gradient] = await gradients.integrate({ baseline, delta }, 1, [pointMass(0)]);
  const values = await gradients.evaluate(baseline);
  gradients.dispose();
  expect(relativeDistance(values, network.evaluate(baseline))).toBeLessThan(float32);
  expect(relativeDistance(gradient, centralDifferences(network, baseline, 1))).toBeLessThan(float32);
}

describe.each(await backendsHere())('on backend %s', (backend) => {
  it.each(layers.map((layer) => ({ layer, type: layer.type })))(
    '$type has the values of the network in float64 and the gradient of its central differences',
    async ({ layer }) => {
      await expectTrue(networkOf([{ name: 'layer', layer, inputs: [inputName] }]), backend);
    },
  );

  it.each([
    new Add(),
    new Multiply(),
    new WeightedSum([Float64Array.of(2), randomArray(random, sizeOf(image)), channel()], channel()),
    new Concat(0),
    new Concat(1),
    new Concat(2),
  ])('$type joins branches, also of one and the same source, in values and gradients', async (layer) => {
    await expectTrue(joinedBy(layer), backend);
  });

  it('layers of volumes have the values of the network in float64 and the gradient of its central differences', async () => {
    const window = { size: [2, 2, 3], strides: [1, 2, 2], dilations: [2, 1, 1], before: [1, 0, 1], after: [0, 1, 0] };
    const kernel = (weights: number): Float64Array => randomArray(random, 12 * weights);
    await expectTrue(
      networkOf([
        { name: 'volume', layer: new Reshape([3, 2, 7, 2]), inputs: [inputName] },
        { name: 'conv', layer: new Conv3D(kernel(4), randomArray(random, 4), window, 2), inputs: ['volume'] },
        { name: 'spread', layer: new ConvTranspose3D(kernel(8), channel(), window, [0, 1, 0]), inputs: ['conv'] },
      ]),
      backend,
    );
  });

  it('Softmax of a vector has the values of the network in float64 and the gradient of its central differences', async () => {
    await expectTrue(
      networkOf([
        {
          name: 'logits',
          layer: new Dense(randomArray(random, sizeOf(image) * 5, 0.2), randomArray(random, 5)),
          inputs: [inputName],
        },
        { name: 'softmax', layer: new Softmax(), inputs: ['logits'] },
      ]),
      backend,
    );
  });

  it.each([
    [new SmoothFunction('log')],
    [new SmoothFunction('reciprocal')],
    [new SmoothFunction('sqrt')],
    [new Power(-1.5)],
  ])('$type of positive numbers likewise', async (layer) => {
    await expectTrue(
      networkOf([
        { name: 'exp', layer: new SmoothFunction('exp'), inputs: [inputName] },
        { name: 'layer', layer, inputs: ['exp'] },
      ]),
      backend,
    );
  });

  // Four channels in two groups, to four, two and eight filters: no group is of one channel, or has one filter, but
  // where it is said.
  it.each([4, 2, 8])(
    'Conv2D of two groups of two channels with %i filters likewise, and transposed',
    async (filters) => {
      await expectTrue(
        networkOf([
          { name: 'four', layer: new Pointwise(randomArray(random, 8), randomArray(random, 4)), inputs: [inputName] },
          {
            name: 'layer',
            layer: new Conv2D(
              randomArray(random, 3 * 2 * 2 * filters),
              randomArray(random, filters),
              { ...lopsided, dilations: [1, 2] },
              2,
            ),
            inputs: ['four'],
          },
          {
            name: 'back',
            layer: new ConvTranspose2D(
              randomArray(random, 3 * 2 * filters * 2),
              randomArray(random, 4),
              lopsided,
              [1, 0],
              2,
            ),
            inputs: ['layer'],
          },
        ]),
        backend,
      );
    },
  );

  it.each(['acos', 'acosh', 'asin', 'atanh'] as const)(
    'SmoothFunction %s where it has values likewise',
    async (name) => {
      await expectTrue(
        networkOf([
          { name: 'within 1', layer: new Sigmoid(), inputs: [inputName] },
          {
            name: 'shifted',
            layer: new WeightedSum([Float64Array.of(1)], Float64Array.of(name === 'acosh' ? 1 : 0)),
            inputs: ['within 1'],
          },
          { name: 'layer', layer: new SmoothFunction(name), inputs: ['shifted'] },
        ]),
        backend,
      );
    },
  );

  it('Choose between computed tensors likewise', async () => {
    await expectTrue(
      networkOf([
        { name: 'square', layer: new SmoothFunction('square'), inputs: [inputName] },
        { name: 'exp', layer: new SmoothFunction('exp'), inputs: [inputName] },
        { name: 'chosen', layer: new Choose(), inputs: [inputName, 'square', 'exp'] },
      ]),
      backend,
    );
  });

  it('Divide and MatMul of computed tensors likewise', async () => {
    await expectTrue(
      networkOf([
        { name: 'square', layer: new SmoothFunction('square'), inputs: [inputName] },
        { name: 'divisor', layer: new WeightedSum([Float64Array.of(1)], Float64Array.of(1)), inputs: ['square'] },
        { name: 'quotient', layer: new Divide(), inputs: [inputName, 'divisor'] },
        { name: 'left', layer: new Reshape([6, 2, 7]), inputs: ['quotient'] },
        { name: 'right', layer: new Reshape([6, 7, 2]), inputs: [inputName] },
        { name: 'product', layer: new MatMul(), inputs: ['left', 'right'] },
      ]),
      backend,
    );
  });

  // Beyond the exponentials' range in float32: the value is 0 or the input, the slope 0 or 1, never NaN.
  it.each([new ELU(0), new GELU('erf'), new GELU('tanh'), new Softplus()])(
    '$type saturates far from 0',
    async (layer) => {
      const network = new Network([1], [{ name: 'activation', layer, inputs: [inputName] }]);
      const gradients = await gradientsOf(network, { backend });
      const slopeAt = async (x: number): Promise<number> => {
        const line = { baseline: Float64Array.of(x), delta: Float64Array.of(0) };
        return (await gradients.integrate(line, 0, [pointMass(0)]))[0][0];
      };
      expect([...(await gradients.evaluate(Float64Array.of(-1000, 1000)))].map(Math.abs)).toEqual([0, 1000]);
      expect([Math.abs(await slopeAt(-1000)), await slopeAt(1000)]).toEqual([0, 1]);
      gradients.dispose();
    },
  );

  it.each([11, 12, 13, 14, 15, 16, 17, 18])(
    'the random network of seed %i has the gradient of its central differences',
    async (seed) => {
      const network = randomNetwork(seed);
      const gradients = await gradientsOf(network, { backend });
      const baseline = randomArray(seeded(seed), network.inputSize);
      const [gradient] = await gradients.integrate({ baseline, delta: baseline }, 0, [pointMass(0)]);
      gradients.dispose();
      expect(relativeDistance(gradient, centralDifferences(network, baseline, 0))).toBeLessThan(float32);
    },
  );

  it('of equal candidates of a maximum the first has the derivative', async () => {
    const window: Window = { size: [2, 2], strides: [2, 2], padding: noPadding };
    const network = new Network([2, 2, 1], [{ name: 'max', layer: new MaxPool(window), inputs: [inputName] }]);
    const gradients = await gradientsOf(network, { backend });
    const line = { baseline: Float64Array.of(-2, -1, -1, -1), delta: new Float64Array(4) };
    expect(await gradients.integrate(line, 0, [pointMass(0)])).toEqual([Float64Array.of(0, 1, 0, 0)]);
    gradients.dispose();
  });
});
