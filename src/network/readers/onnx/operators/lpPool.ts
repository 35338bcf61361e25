import { UserError } from '../../../../base/index.ts';
import { Conv2D, Power, slideOver, SmoothFunction } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Tensor } from '../value.ts';
import { magnitude } from './magnitude.ts';
import { reduceSum } from './reduce.ts';
import { isVolume, volumeSum } from './volumes.ts';
import { asSeries, slidable, windowOf } from './window.ts';

/** The p-th root of the sum of p-th powers of magnitudes under a window. */
export const lpPool: Translate = (operator) =>
  operator.perItem(operator.tensor(), (x) => {
    const p = exponentOf(operator);
    const raised = powers(operator, x, p);
    return root(operator, isVolume(x) ? volumeSum(operator, raised) : sumsUnder(operator, raised), p);
  });

/** Of images and series. */
function sumsUnder(operator: Operator, x: Tensor): Tensor {
  const { image, isSeries } = slidable(operator, x);
  const window = windowOf(operator.attributes, operator.attributes.ints('kernel_shape', []), image, isSeries);
  const [, , channels] = image.ours;
  const ones = new Float64Array(window.size[0] * window.size[1] * channels).fill(1);
  const layer = new Conv2D(ones, new Float64Array(channels), window, channels);
  return asSeries(operator.appendImage(layer, image, [...slideOver(window, image.ours), channels]), isSeries);
}

/** The same over all cells of each channel. */
export const globalLpPool: Translate = (operator) => {
  const x = operator.tensor();
  const p = exponentOf(operator);
  const axes = [...x.shape.keys()].slice(2);
  return root(operator, reduceSum(operator, axes, powers(operator, x, p)), p);
};

function exponentOf({ attributes }: Operator): number {
  const p = attributes.int('p', 2);
  if (p >= 1) return p;
  throw new UserError(`its p is ${p}, expected a whole number of at least 1.`);
}

function powers(operator: Operator, x: Tensor, p: number): Tensor {
  const name = `${operator.name}/powers`;
  if (p === 2) return operator.append(new SmoothFunction('square'), [x], name);
  const size = p % 2 === 0 ? x : magnitude(operator, x, `${operator.name}/absolute`);
  return p === 1 ? size : operator.append(new Power(p), [size], name);
}

function root(operator: Operator, sums: Tensor, p: number): Tensor {
  if (p === 1) return sums;
  return operator.append(p === 2 ? new SmoothFunction('sqrt') : new Power(1 / p), [sums]);
}
