import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import {
  Conv2D,
  ConvTranspose2D,
  noPadding,
  pullNode,
  type Layer,
  type Shape,
  type Window,
} from '../../../src/network/index.ts';
import { randomArray, seeded } from '../../helpers/randomNetworks.ts';
import { ReferenceNetwork } from '../../helpers/reference.ts';
import { alone, valuesOf } from './support.ts';

const random = seeded(31);
const lopsided: Window = { size: [3, 2], strides: [2, 1], padding: { top: 1, left: 0, bottom: 2, right: 1 } };
const dilated: Window = { ...lopsided, dilations: [2, 3] };
const image: Shape = [6, 7, 4];

/** With as many random weights as so many channels of a group and filters, or channels and filters of a group, take. */
function conv(window: Window, channels: number, filters: number, groups: number): Conv2D {
  return new Conv2D(
    randomArray(random, window.size[0] * window.size[1] * channels * filters),
    randomArray(random, filters),
    window,
    groups,
  );
}
function transposedConv(
  window: Window,
  filters: number,
  outputPadding: readonly [number, number],
  groups: number,
): ConvTranspose2D {
  const weights = randomArray(random, (window.size[0] * window.size[1] * 4 * filters) / groups);
  return new ConvTranspose2D(weights, randomArray(random, filters), window, outputPadding, groups);
}

// Oracle: nested loops over rows, columns, channels and filters, by the definitions.
it.each<[string, Layer]>([
  ['two groups', conv(lopsided, 2, 6, 2)],
  ['a group for each channel', conv(lopsided, 1, 4, 4)],
  ['a group for each channel, with three filters', conv(lopsided, 1, 12, 4)],
  ['dilations', conv(dilated, 4, 3, 1)],
  ['dilations and groups', conv(dilated, 2, 2, 2)],
  ['transposition', transposedConv(lopsided, 3, [1, 0], 1)],
  ['transposition of groups', transposedConv(lopsided, 6, [0, 0], 2)],
  ['transposition of channels by themselves with dilations', transposedConv(dilated, 4, [1, 2], 4)],
])('a convolution with %s is that of nested loops, and so is its adjoint', (_, layer) => {
  const network = alone(layer, image);
  const reference = new ReferenceNetwork(network);
  const x = randomArray(random, network.inputSize);
  [...network.evaluate(x)].forEach((y, unit) => {
    expect(y).toBeCloseTo(reference.values([...x])[1][unit], 12);
  });
  const unit = network.outputSize - 1;
  const [pulled] = pullNode(network.nodes[0].operation, [x], new Float64Array(network.outputSize).with(unit, 1));
  expect([...pulled].map((a) => Number(a.toFixed(12)))).toEqual(
    reference.gradient([...x], unit).map((a) => Number(a.toFixed(12))),
  );
});

describe('ConvTranspose2D', () => {
  /** A kernel of 1, 10 along columns, over 3, 5. */
  const values = (window: Partial<Window>, outputPadding: [number, number] = [0, 0]): number[] => {
    const whole = { size: [1, 2], strides: [1, 1], padding: noPadding, ...window } as const;
    return valuesOf(
      new ConvTranspose2D(Float64Array.of(1, 10), Float64Array.of(0.5), whole, outputPadding),
      [1, 2, 1],
      [3, 5],
    );
  };

  // 3 spreads to 3, 30 at columns 0, 1 and 5 to 5, 50 from column 1, 2 or 3 on.
  it('spreads each cell over the window, with strides, dilations, padding that is cut off and output padding of the bias alone', () => {
    expect(values({})).toEqual([3.5, 35.5, 50.5]);
    expect(values({ strides: [1, 2] })).toEqual([3.5, 30.5, 5.5, 50.5]);
    expect(values({ strides: [1, 3] }, [0, 2])).toEqual([3.5, 30.5, 0.5, 5.5, 50.5, 0.5, 0.5]);
    expect(values({ dilations: [1, 2] })).toEqual([3.5, 5.5, 30.5, 50.5]);
    expect(values({ padding: { ...noPadding, left: 1 } })).toEqual([35.5, 50.5]);
  });

  it.each([
    [
      () => values({ strides: [1, 2] }, [0, 2]),
      'its output padding is 0x2; expected whole numbers below its strides 1x2 or dilations.',
    ],
    [() => values({ padding: { ...noPadding, left: 2, right: 1 } }), 'a shape of 1x0x1 has no units'],
    [() => values({ size: [2, 2] }), 'its kernel has 2 weights, but 1 channels, 1 filters and a window of 2x2 take 4.'],
    [
      () => values({ strides: [1, 2 ** 28] }),
      `1x${2 ** 28 + 2}x1 are ${2 ** 28 + 2} units; more than 67108864 are not supported.`,
    ],
  ])('refuses what does not fit, case %#', (compute, message) => {
    expect(compute).toThrow(message);
    expect(compute).toThrow(UserError);
  });
});

it.each([
  [
    new Conv2D(new Float64Array(6), new Float64Array(2), { ...lopsided, size: [1, 1] }, 1),
    'its input has 4 channels, but its kernel is for 3.',
  ],
  [
    new Conv2D(new Float64Array(4), new Float64Array(3), { ...lopsided, size: [1, 1] }, 3),
    'it has 3 groups; expected a whole number that divides its 4 channels and 3 filters.',
  ],
  [
    new Conv2D(new Float64Array(6), new Float64Array(6), { ...lopsided, size: [1, 1] }, 4),
    'it has 4 groups; expected a whole number that divides its 4 channels and 6 filters.',
  ],
])('Conv2D refuses groups that do not fit, case %#', (layer, message) => {
  expect(() => alone(layer, image)).toThrow(message);
});
