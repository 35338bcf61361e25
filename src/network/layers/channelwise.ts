import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { formatShape, sizeOf, type Shape } from '../shape.ts';
import { countUp, diagonalMatrix } from '../tiledMatrix.ts';

/** `x * scale[channel] + shift[channel]`; the channel is the last axis. One entry serves all channels. */
export function channelwise(input: Shape, scale: Float64Array, shift: Float64Array): Linear {
  const channels = input[input.length - 1];
  for (const { length } of [scale, shift]) {
    if (length === scale.length && (length === 1 || length === channels)) continue;
    throw new UserError(
      `its input ${formatShape(input)} has ${channels} channels, but it has parameters for ${length}.`,
    );
  }
  const units = sizeOf(input);
  const channelOf = countUp(units);
  for (let unit = 0; unit < units; unit++) channelOf[unit] = unit % scale.length;
  return {
    family: 'linear',
    shape: input,
    matrices: [diagonalMatrix(units, scale, channelOf)],
    bias: repeated(shift, units),
  };
}

/** Values over and over again: those of channels for each unit. */
export function repeated(values: Float64Array, length: number): Float64Array {
  const all = new Float64Array(length);
  for (let at = 0; at < length; at += values.length) all.set(values, at);
  return all;
}
