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
import { sidesAlong } from '../../samePadding.ts';
import type { Operator } from '../operator.ts';
import type { Tensor } from '../value.ts';
import { autoPadOf } from './autoPad.ts';
import { biasOf } from './bias.ts';
import { cutsOf } from './cuts.ts';

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
  const { data, shape } = kernelOf(operator);
  const [channels, each, ...size] = shape;
  const groups = groupsOf(operator, channels);
  const kernel = gather(data, transposedOrder([groups, channels / groups, each, sizeOf(size)], [0, 3, 1, 2]));
  const { window, added } = spreadingOf(operator, size, x.shape.slice(2));
  return appended(operator, new ConvTranspose3D(kernel, biasOf(operator, each * groups), window, added, groups), x);
}

/** The window of a transposed convolution, and what it adds to its output behind each axis. */
function spreadingOf(operator: Operator, size: Shape, cells: Shape): { window: VolumeWindow; added: Shape } {
  const { attributes } = operator;
  const moves = { size, ...movesOf(operator) };
  const added = numbersOf(operator, 'output_padding', 3, 0);
  const wanted = attributes.get('output_shape') === undefined ? undefined : numbersOf(operator, 'output_shape', 3, 1);
  const cuts = cutsOf(attributes, { moves, cells, added, wanted }, () => padsOf(operator));
  return {
    window: { ...moves, before: cuts.map(({ before }) => before), after: cuts.map(({ after }) => after) },
    added: cuts.map((cut) => cut.added),
  };
}

/** The sum under a window of each channel. */
export function volumeSum(operator: Operator, x: Tensor): Tensor {
  const [, channels, ...cells] = x.shape;
  const size = numbersOf(operator, 'kernel_shape', 3, NaN);
  const window = windowOf(operator, size, cells);
  const ones = new Float64Array(sizeOf(size) * channels).fill(1);
  return appended(operator, new Conv3D(ones, new Float64Array(channels), window, channels), x);
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
  const moves = movesOf(operator);
  const sides = sidesOf(operator, size, cells, moves);
  const ceil = operator.attributes.int('ceil_mode', 0) !== 0;
  return { size, ...moves, ceil, before: sides.map(([before]) => before), after: sides.map(([, after]) => after) };
}

/** How a window moves. */
type Moves = Pick<VolumeWindow, 'strides' | 'dilations'>;

function movesOf(operator: Operator): Moves {
  return { strides: numbersOf(operator, 'strides', 3, 1), dilations: numbersOf(operator, 'dilations', 3, 1) };
}

/** The padding along each axis: cells before and behind. */
function sidesOf(operator: Operator, size: Shape, cells: Shape, moves: Moves): [number, number][] {
  const mode = autoPadOf(operator.attributes);
  if (mode === 'NOTSET') return padsOf(operator);
  const odd = { VALID: undefined, SAME_LOWER: 'start', SAME_UPPER: 'end' } as const;
  return sidesAlong({ size, ...moves }, cells, odd[mode]);
}

/** Padding as numbers, along each axis. */
function padsOf(operator: Operator): [before: number, after: number][] {
  const pads = numbersOf(operator, 'pads', 6, 0);
  return [0, 1, 2].map((axis) => [pads[axis], pads[axis + 3]]);
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
