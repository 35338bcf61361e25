import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import type { Shape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { resized, type Growth } from './resized.ts';

/** The registry: keep_aspect_ratio_policy, by which all axes grow alike, within the sizes or beyond them. */
const commonScales: Record<string, ((scales: readonly number[]) => number) | undefined> = {
  stretch: undefined,
  not_larger: (scales) => Math.min(...scales),
  not_smaller: (scales) => Math.max(...scales),
};

/** By scales or to sizes; the nearest cell, or linear or cubic between cells. */
export const resize: Translate = (operator) => {
  const { attributes, opset } = operator;
  if (opset < 11) return resized(operator, byScales(operator, scalesOf(operator, 1)), 'asymmetric', 'floor');
  const { shape } = operator.tensor();
  const axes = attributes
    .ints(
      'axes',
      shape.map((_, axis) => axis),
    )
    .map((axis) => operator.axis(axis, shape.length));
  const growth = operator.has(3)
    ? bySizes(operator, axes, [...operator.constant(3).data])
    : byScales(operator, spread(scalesOf(operator, 2), axes, shape, 1));
  const mode = attributes.text('coordinate_transformation_mode', 'half_pixel');
  return resized(operator, growth, mode, attributes.text('nearest_mode', 'round_prefer_floor'));
};

/** Numbers of some axes for all, of which the others have one that is the same. */
function spread(numbers: readonly number[], axes: readonly number[], shape: Shape, missing: number): number[] {
  return shape.map((_, axis) => (axes.includes(axis) ? numbers[axes.indexOf(axis)] : missing));
}

function byScales(operator: Operator, scales: readonly number[]): Growth {
  return { scales, shape: operator.tensor().shape.map((size, axis) => Math.floor(size * (scales[axis] ?? NaN))) };
}

function bySizes(operator: Operator, axes: readonly number[], sizes: readonly number[]): Growth {
  const { shape } = operator.tensor();
  const policy = operator.attributes.text('keep_aspect_ratio_policy', 'stretch');
  if (!Object.hasOwn(commonScales, policy))
    throw unknownName('keep_aspect_ratio_policy', policy, Object.keys(commonScales));
  const own = axes.map((axis, i) => sizes[i] / shape[axis]);
  const common = commonScales[policy]?.(own);
  const scales = spread(common === undefined ? own : own.fill(common), axes, shape, 1);
  return { scales, shape: shape.map((size, axis) => Math.round(size * scales[axis])) };
}

export const upsample: Translate = (operator) => {
  const { attributes } = operator;
  const ofOpset1 = ['height_scale', 'width_scale'].flatMap((name) => attributes.get(name)?.f ?? []);
  const ofAttributes = attributes.floats('scales') ?? (ofOpset1.length === 2 ? [1, 1, ...ofOpset1] : undefined);
  const scales = operator.has(1) ? [...operator.constant(1).data] : ofAttributes;
  if (scales === undefined) throw new UserError('it has no scales.');
  return resized(operator, byScales(operator, scales), 'asymmetric', 'floor');
};

function scalesOf(operator: Operator, index: number): readonly number[] {
  return [...operator.constant(index).data];
}
