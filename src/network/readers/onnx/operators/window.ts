import { UserError } from '../../../../errors.ts';
import { noPadding, type Padding, type Window } from '../../../layers/index.ts';
import { samePadding } from '../../samePadding.ts';
import type { Attributes } from '../attributes.ts';

type Pair = readonly [number, number];

/**
 * The window of a convolution or pooling, from its attributes.
 *
 * @param size rows, columns
 * @param image rows, columns and channels that it slides over
 */
export function windowOf(attributes: Attributes, size: Pair, image: readonly number[]): Window {
  const dilations = attributes.ints('dilations', [1, 1]);
  if (dilations.some((dilation) => dilation !== 1)) {
    throw new UserError(`it has dilations [${dilations.join(', ')}]; only 1 is supported.`);
  }
  const [rowStride, columnStride] = attributes.ints('strides', [1, 1]);
  const window = { size, strides: [rowStride, columnStride] as const, padding: noPadding };
  const padded = { ...window, padding: paddingOf(attributes, window, image) };
  if (attributes.int('ceil_mode', 0) !== 0) refusePartialWindows(padded, image);
  return padded;
}

function paddingOf(attributes: Attributes, window: Window, image: readonly number[]): Padding {
  const mode = attributes.text('auto_pad', 'NOTSET');
  if (mode === 'VALID') return noPadding;
  if (mode === 'SAME_UPPER') return samePadding(window, image, 'end');
  if (mode === 'SAME_LOWER') return samePadding(window, image, 'start');
  const [top, left, bottom, right] = attributes.ints('pads', [0, 0, 0, 0]);
  return { top, left, bottom, right };
}

/** ceil_mode adds windows that lie partly outside; where there is none it changes nothing. */
function refusePartialWindows({ size, strides, padding }: Window, [rows, columns]: readonly number[]): void {
  const rest = [
    (rows + padding.top + padding.bottom - size[0]) % strides[0],
    (columns + padding.left + padding.right - size[1]) % strides[1],
  ];
  if (rest.some((cells) => cells !== 0)) throw new UserError('ceil_mode adds windows that lie partly outside; this is not supported.');
}
