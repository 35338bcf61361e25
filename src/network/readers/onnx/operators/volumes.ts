import { UserError } from '../../../../base/index.ts';
import {
  Conv3D,
  ConvTranspose3D,
  maximumUnder,
  meanUnder,
  type Layer,
  type VolumeWindow,
} from '../../../layers/index.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../../../shape.ts';
import { gather, transposedOrder } from '../../order.ts';
import { sameAlong } from '../../samePadding.ts';
import type { Operator } from '../operator.ts';
import type { Tensor } from '../value.ts';
import { biasOf } from './bias.ts';

/** Is a tensor a batch of volumes: items x channels x depth x rows x columns? */
export function isVolume({ shape }: Tensor): boolean {
  return shape.length === 5;
}

/** Convolution over volumes; its kernel is filters x channels of a group x depth x rows x columns in ONNX. */
export function volumeConvolved(operator: Operator, x: Tensor): Tensor {
  const { data, shape } = kernelOf(operator);
  const [filters, channels, ...size] = shape;
  const groups = groupsOf(operator, filters);
  const kernel = gather(data, transposedOrder([groups, filters / groups, channels, sizeOf(size)], [0, 3, 2, 1]));
  const layer = new Conv3D(kernel, biasOf(operator, filters), windowOf(operator, size, x.shape.slice(2)), groups);
  return appended(operator, layer, x);
}

/**
 * Transposed convolution over volumes; its kernel is channels x filters of a group x depth x rows x columns in ONNX.
 */
export function volumeSpread(operator: Operator, x: Tensor): Tensor {
  const { attributes } = operator;
  const { data, shape } = kernelOf(operator);
  const [channels, each, ...size] = shape;
  const groups = groupsOf(operator, channels);
  if (attributes.get('output_shape') !== undefined || attributes.text('auto_pad', 'NOTSET').startsWith('SAME'))
    throw new UserError('of volumes its padding is only supported as numbers, in pads.');
  const kernel = gather(data, transposedOrder([groups, channels / groups, each, sizeOf(size)], [0, 3, 1, 2]));
  const window = windowOf(operator, size, x.shape.slice(2));
  const added = numbersOf(operator, 'output_padding', 3, 0);
  return appended(operator, new ConvTranspose3D(kernel, biasOf(operator, each * groups), window, added, groups), x);
}

export function volumeMaximum(operator: Operator, x: Tensor): Tensor {
  return pooled(operator, x, maximumUnder);
}

export function volumeMean(operator: Operator, x: Tensor): Tensor {
  const countPadding = operator.attributes.int('count_include_pad', 0) !== 0;
  return pooled(operator, x, (volume, window) => meanUnder(volume, window, countPadding));
}

function pooled(operator: Operator, x: Tensor, create: (volume: Shape, window: VolumeWindow) => Layer): Tensor {
  const [, channels, ...cells] = x.shape;
  const size = numbersOf(operator, 'kernel_shape', 3, NaN);
  return appended(operator, create([...cells, channels], windowOf(operator, size, cells)), x);
}

function groupsOf({ attributes }: Operator, divided: number): number {
  const groups = attributes.int('group', 1);
  if (groups >= 1 && divided % groups === 0) return groups;
  throw new UserError(`it has ${groups} groups; expected a whole number that divides the ${divided} of its kernel.`);
}

/** A layer of volumes: depth, rows, columns and channels in ours. */
function appended(operator: Operator, layer: Layer, { shape, ...x }: Tensor): Tensor {
  const [, channels, ...cells] = shape;
  const volume = operator.arranged({ ...x, shape }, layoutOf([...cells, channels]));
  const ours = layer.connect([volume.ours]).shape;
  return {
    ...operator.append(layer, [volume]),
    shape: [1, ours[3], ...ours.slice(0, 3)],
    ...layoutOf(ours),
  };
}

function layoutOf(ours: Shape): Pick<Tensor, 'ours' | 'order'> {
  return { ours, order: transposedOrder(ours, [3, 0, 1, 2]) };
}

function windowOf(operator: Operator, size: Shape, cells: Shape): VolumeWindow {
  const [strides, dilations] = ['strides', 'dilations'].map((name) => numbersOf(operator, name, 3, 1));
  const given = numbersOf(operator, 'pads', 6, 0);
  const mode = operator.attributes.text('auto_pad', 'NOTSET');
  const ceil = operator.attributes.int('ceil_mode', 0) !== 0;
  const window = { size, strides, dilations, ceil };
  if (!mode.startsWith('SAME')) {
    const pads = mode === 'VALID' ? given.map(() => 0) : given;
    return { ...window, before: pads.slice(0, 3), after: pads.slice(3) };
  }
  const sides = cells.map((count, axis) => {
    const reach = dilations[axis] * (size[axis] - 1) + 1;
    return sameAlong(count, reach, strides[axis], mode === 'SAME_LOWER' ? 'start' : 'end');
  });
  return { ...window, before: sides.map(([before]) => before), after: sides.map(([, after]) => after) };
}

function numbersOf({ attributes }: Operator, name: string, count: number, missing: number): readonly number[] {
  const numbers = attributes.ints(name, new Array<number>(count).fill(missing));
  if (numbers.length === count) return numbers;
  throw new UserError(
    `its ${name} is [${numbers.join(', ')}], expected ${count} numbers: for depth, rows and columns.`,
  );
}

function kernelOf(operator: Operator): { data: Float64Array; shape: Shape } {
  const kernel = operator.constant(1);
  const given = operator.attributes.ints('kernel_shape', kernel.shape.slice(2));
  if (kernel.shape.length === 5 && sameShape(given, kernel.shape.slice(2))) return kernel;
  throw new UserError(
    `its kernel ${formatShape(kernel.shape)} is not filters x channels x depth x rows x columns, or not of its kernel_shape.`,
  );
}
