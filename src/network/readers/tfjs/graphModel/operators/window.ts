import { UserError } from '../../../../../base/index.ts';
import { noPadding, type Window } from '../../../../layers/index.ts';
import { samePadding } from '../../../samePadding.ts';
import type { GraphNode } from '../graphNode.ts';

/** The window of a convolution or pooling, from its attributes. */
export function windowOf(node: GraphNode, size: readonly [number, number], image: readonly number[]): Window {
  const { attributes } = node;
  const strides = pairOf(attributes.wholes('strides'), 'strides');
  const dilations = pairOf(attributes.wholes('dilations'), 'dilations');
  const window = { size, strides, dilations };
  const padding = attributes.word('padding', 'VALID');
  if (padding === 'VALID') return { ...window, padding: noPadding };
  if (padding === 'SAME') {
    const reach = [dilations[0] * (size[0] - 1) + 1, dilations[1] * (size[1] - 1) + 1] as const;
    return { ...window, padding: samePadding({ size: reach, strides }, image, 'end') };
  }
  const explicit = attributes.wholes('explicit_paddings');
  if (padding !== 'EXPLICIT' || explicit.length !== 8)
    throw new UserError(`its padding is '${padding}', expected VALID, SAME or EXPLICIT with eight numbers.`);
  const [, , top, bottom, left, right] = explicit;
  return { ...window, padding: { top, left, bottom, right } };
}

/** Rows and columns of four numbers for batch, rows, columns and channels; 1 where there are none. */
export function pairOf(numbers: readonly number[], name: string): readonly [number, number] {
  if (numbers.length === 0) return [1, 1];
  const [batch, rows, columns, channels] = numbers;
  if (numbers.length === 4 && batch === 1 && channels === 1) return [rows, columns];
  throw new UserError(`its ${name} are [${numbers.join(', ')}], expected 1, rows, columns, 1.`);
}
