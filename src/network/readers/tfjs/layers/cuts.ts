import type { VolumeWindow } from '../../../layers/index.ts';
import type { KerasLayer } from '../kerasLayer.ts';

/** What a transposed convolution cuts off its output along each axis, and what it adds behind. */
interface Cuts extends Pick<VolumeWindow, 'before' | 'after'> {
  readonly added: readonly number[];
}

/**
 * Keras pads as the convolution that is transposed; where strides are larger than the window, cells of the bias alone
 * remain.
 */
export function cutsOf(
  { config }: KerasLayer,
  { size, strides, dilations }: Pick<VolumeWindow, 'size' | 'strides' | 'dilations'>,
): Cuts {
  const isSame = config.text('padding') === 'same';
  const over = size.map((cells, axis) => dilations[axis] * (cells - 1) + 1 - strides[axis]);
  const cut = over.map((cells) => (isSame ? Math.max(0, cells) : 0));
  const before = cut.map((cells) => Math.floor(cells / 2));
  const after = cut.map((cells, axis) => cells - before[axis]);
  return { before, after, added: over.map((cells) => Math.max(0, -cells)) };
}
