import { UserError } from '../../../../errors.ts';
import { BatchNorm, Normalize } from '../../../layers/index.ts';
import type { KerasLayer, Translate } from '../kerasLayer.ts';
import { alongAxis } from './axis.ts';

export const batchNormalization: Translate = (layer) => {
  const { config, input } = layer;
  config.ignore('momentum', 'synchronized', 'fused', 'virtual_batch_size');
  const axis = axisOf(layer);
  const channels = input.shape[axis];
  const parameter = (name: string): Float64Array => layer.weight(name, [channels]);
  const ours = new BatchNorm({
    gamma: config.flag('scale', true) ? parameter('gamma') : new Float64Array(channels).fill(1),
    beta: config.flag('center', true) ? parameter('beta') : new Float64Array(channels),
    mean: parameter('moving_mean'),
    variance: parameter('moving_variance'),
    epsilon: config.number('epsilon'),
  });
  return alongAxis(layer, axis, ours);
};

/** `x * scale + offset`. */
export const rescaling: Translate = (layer) => {
  const [scale, offset] = [layer.config.number('scale'), layer.config.number('offset', 0)];
  return layer.append(new Normalize(Float64Array.of(-offset / scale), Float64Array.of(1 / scale)));
};

/** The only axis of a configuration, of which some versions make a list. */
function axisOf(layer: KerasLayer): number {
  const axes = layer.config.isList('axis') ? layer.config.numbers('axis') : [layer.config.number('axis', -1)];
  if (axes.length !== 1) throw new UserError(`its axis is ${layer.config.print('axis')}; only one is supported.`);
  return layer.itemAxis(axes[0]);
}
