import type { Translate } from '../kerasLayer.ts';
import { wrappedIn } from '../topology.ts';

/** The layer that it wraps: what divides its kernel acts in training, and its kernel is saved as it was left there. */
export const spectralNormalization: Translate = (layer) => {
  layer.config.ignore('power_iterations');
  return layer.given(wrappedIn(layer.config.object('layer')));
};
