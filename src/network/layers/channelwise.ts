import { UserError } from '../../errors.ts';
import type { Linear } from '../operation.ts';
import { formatShape, sizeOf, type Shape } from '../shape.ts';
import { scatterMatrix } from '../tiledMatrix.ts';

/** `x * scale[channel] + shift[channel]`; the channel is the last axis. One entry serves all channels. */
export function channelwise(input: Shape, scale: Float64Array, shift: Float64Array): Linear {
  const channels = input[input.length - 1];
  if (scale.length !== 1 && scale.length !== channels) {
    throw new UserError(`its input ${formatShape(input)} has ${channels} channels, but it has parameters for ${scale.length}.`);
  }
  const units = sizeOf(input);
  const channelOf = (unit: number): number => unit % scale.length;
  const matrix = scatterMatrix(units, units, scale, (unit) => unit, channelOf);
  const bias = Float64Array.from({ length: units }, (_, unit) => shift[channelOf(unit)]);
  return { family: 'linear', shape: input, matrices: [matrix], bias };
}
