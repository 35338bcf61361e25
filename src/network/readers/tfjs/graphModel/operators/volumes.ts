import { UserError } from '../../../../../base/index.ts';
import { Conv3D, maximumUnder, meanUnder, type Layer, type VolumeWindow } from '../../../../layers/index.ts';
import { formatShape, type Shape } from '../../../../shape.ts';
import { sidesAlong } from '../../../samePadding.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import type { Computed } from '../value.ts';

/** An input of depth x rows x columns x channels. @throws UserError also if channels come first */
function volumeOf(node: GraphNode): Computed {
  const order = node.attributes.word('data_format', 'NDHWC');
  const value = node.computed();
  if (order === 'NDHWC' && value.shape.length === 4) return value;
  throw new UserError(
    `it takes a volume with channels last, its input is ${formatShape(value.shape)} and its data_format ${order}.`,
  );
}

/** Its kernel is depth x rows x columns x channels of a group x filters, as ours. */
export const conv3d: TranslateNode = (node) => {
  const volume = volumeOf(node);
  const { shape, data } = node.constant(1, 'kernel');
  if (shape.length !== 5) throw new UserError(`its kernel has the shape ${formatShape(shape)}, expected five axes.`);
  const window = windowOf(node, shape.slice(0, 3), volume.shape);
  return node.append(new Conv3D(data, new Float64Array(shape[4]), window, volume.shape[3] / shape[3]), [volume]);
};

function pool(create: (volume: Shape, window: VolumeWindow) => Layer): TranslateNode {
  return (node) => {
    const volume = volumeOf(node);
    return node.append(create(volume.shape, windowOf(node, cellsOf(node, 'ksize'), volume.shape)), [volume]);
  };
}

export const maxPool3d = pool(maximumUnder);
export const averagePool3d = pool((volume, window) => meanUnder(volume, window, false));

function windowOf(node: GraphNode, size: Shape, volume: Shape): VolumeWindow {
  const [strides, dilations] = [cellsOf(node, 'strides'), cellsOf(node, 'dilations')];
  const padding = node.attributes.word('padding', 'VALID');
  if (padding !== 'VALID' && padding !== 'SAME')
    throw new UserError(`its padding is '${padding}', expected VALID or SAME.`);
  const moves = { size, strides, dilations };
  const sides = sidesAlong(moves, volume, padding === 'SAME' ? 'end' : undefined);
  return { ...moves, before: sides.map(([cells]) => cells), after: sides.map(([, cells]) => cells) };
}

/** Depth, rows and columns of five numbers; 1 where there are none. */
function cellsOf({ attributes }: GraphNode, name: string): Shape {
  const numbers = attributes.wholes(name);
  if (numbers.length === 0) return [1, 1, 1];
  if (numbers.length === 5 && numbers[0] === 1 && numbers[4] === 1) return numbers.slice(1, 4);
  throw new UserError(`its ${name} are [${numbers.join(', ')}], expected 1, depth, rows, columns, 1.`);
}
