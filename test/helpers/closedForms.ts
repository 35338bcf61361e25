import { Add, Conv2D, Dense, inputName, Network, noPadding, ReLU } from '../../src/network/index.ts';

/** `F(x) = relu(x0 - 1/4) - relu(x1 - 1/2)`, whose units cross at alpha = 1/4 and 1/2 from (0, 0) to (1, 1). */
export function twoHinges(): Network {
  return new Network(
    [2],
    [
      {
        name: 'shift',
        layer: new Dense(Float64Array.of(1, 0, 0, 1), Float64Array.of(-0.25, -0.5)),
        inputs: [inputName],
      },
      { name: 'relu', layer: new ReLU(), inputs: ['shift'] },
      { name: 'out', layer: new Dense(Float64Array.of(1, -1), Float64Array.of(0)), inputs: ['relu'] },
    ],
  );
}

/**
 * Two layers deep: `h = relu(x)`, `F = relu(h - 1/2) + h` with a skip connection. From -1 to 1 h crosses at
 * alpha = 1/2 and the second unit at 3/4.
 */
export function skipConnection(): Network {
  return new Network(
    [1],
    [
      { name: 'h', layer: new ReLU(), inputs: [inputName] },
      { name: 'shift', layer: new Dense(Float64Array.of(1), Float64Array.of(-0.5)), inputs: ['h'] },
      { name: 'later', layer: new ReLU(), inputs: ['shift'] },
      { name: 'sum', layer: new Add(), inputs: ['h', 'later'] },
    ],
  );
}

/** Two ways that meet before a ReLU: `a = relu(x)`, `b = x`, `F = relu(a + b - 1/2)`. */
export function twoWays(): Network {
  return new Network(
    [1],
    [
      { name: 'a', layer: new ReLU(), inputs: [inputName] },
      { name: 'b', layer: new Dense(Float64Array.of(1), Float64Array.of(0)), inputs: [inputName] },
      { name: 'both', layer: new Add(), inputs: ['a', 'b'] },
      { name: 'shift', layer: new Dense(Float64Array.of(1), Float64Array.of(-0.5)), inputs: ['both'] },
      { name: 'out', layer: new ReLU(), inputs: ['shift'] },
    ],
  );
}

/** A dense network without activations: `F = (2 x0 - 3 x1 + 1, x1)`. */
export function affine(): Network {
  return new Network(
    [2],
    [{ name: 'out', layer: new Dense(Float64Array.of(2, 0, -3, 1), Float64Array.of(1, 0)), inputs: [inputName] }],
  );
}

/** One filter of 2 x 2 ones over 3 x 3 pixels, a ReLU and the sum of its four cells. */
export function smallConvolution(): Network {
  const window = { size: [2, 2], strides: [1, 1], padding: noPadding } as const;
  return new Network(
    [3, 3, 1],
    [
      {
        name: 'conv',
        layer: new Conv2D(Float64Array.of(1, 1, 1, 1), Float64Array.of(-1), window),
        inputs: [inputName],
      },
      { name: 'relu', layer: new ReLU(), inputs: ['conv'] },
      { name: 'sum', layer: new Dense(Float64Array.of(1, 1, 1, 1), Float64Array.of(0)), inputs: ['relu'] },
    ],
  );
}
