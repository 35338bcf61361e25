import { checkVector } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import type { Shape } from '../shape.ts';
import { channelwise } from './channelwise.ts';
import type { LayerDefinition } from './layer.ts';

/** `(x - mean[channel]) / deviation[channel]`, as networks normalise pixels. */
export class Normalize implements LayerDefinition {
  readonly type = 'Normalize';

  /** @param mean and deviation one for each channel, or one for all */
  constructor(
    readonly mean: Float64Array,
    readonly deviation: Float64Array,
  ) {
    checkVector('mean of a Normalize layer', mean);
    checkVector('deviation of a Normalize layer', deviation);
  }

  connect([input]: readonly Shape[]): Linear {
    const scale = this.deviation.map((deviation) => 1 / deviation);
    return channelwise(
      input,
      scale,
      scale.map((factor, i) => -this.mean[i] * factor),
    );
  }
}
