import { UserError } from '../../../../errors.ts';
import { unknownName } from '../../../../unknownName.ts';
import { noPadding, type Window } from '../../../layers/index.ts';
import { samePadding } from '../../samePadding.ts';
import type { Pair } from '../fields.ts';
import type { KerasLayer } from '../kerasLayer.ts';

/**
 * The window of a convolution or pooling, from its configuration.
 *
 * @param size rows, columns
 * @param missing strides where the configuration has none
 */
export function windowOf({ config, image }: KerasLayer, size: Pair, missing: Pair = [1, 1]): Window {
  const dilation = config.pair('dilation_rate', [1, 1]);
  if (dilation.some((rate) => rate !== 1)) throw new UserError(`its dilation_rate is [${dilation.join(', ')}]; only 1 is supported.`);
  const strides = config.pair('strides', missing);
  const padding = config.text('padding', 'valid');
  if (padding === 'valid') return { size, strides, padding: noPadding };
  if (padding === 'same') return { size, strides, padding: samePadding({ size, strides }, image, 'end') };
  throw unknownName('padding', padding, ['valid', 'same']);
}
