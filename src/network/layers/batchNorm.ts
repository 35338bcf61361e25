import { checkNumber, checkRecord, checkVector } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import type { Shape } from '../shape.ts';
import { channelwise } from './channelwise.ts';
import type { LayerDefinition } from './layer.ts';

/** Batch normalisation with the statistics of training: `gamma (x - mean) / sqrt(variance + epsilon) + beta`. */
export class BatchNorm implements LayerDefinition {
  readonly type = 'BatchNorm';

  /** @param parameters one entry for each channel, which is the last axis */
  constructor(
    readonly parameters: {
      readonly gamma: Float64Array;
      readonly beta: Float64Array;
      readonly mean: Float64Array;
      readonly variance: Float64Array;
      readonly epsilon: number;
    },
  ) {
    checkRecord('list of parameters of a BatchNorm layer', parameters, 'gamma, beta, mean, variance and epsilon');
    const { gamma, beta, mean, variance, epsilon } = parameters;
    for (const [name, vector] of Object.entries({ gamma, beta, mean, variance }))
      checkVector(`${name} of a BatchNorm layer`, vector);
    checkNumber('epsilon of a BatchNorm layer', epsilon);
  }

  /** The layer as `x * scale + shift`. */
  get affine(): { scale: Float64Array; shift: Float64Array } {
    const { gamma, beta, mean, variance, epsilon } = this.parameters;
    const scale = gamma.map((factor, i) => factor / Math.sqrt(variance[i] + epsilon));
    return { scale, shift: beta.map((constant, i) => constant - mean[i] * scale[i]) };
  }

  connect([input]: readonly Shape[]): Linear {
    return channelwise(input, this.affine.scale, this.affine.shift);
  }
}
