import type { GradientOptions } from './gradients/index.ts';
import type { PointGradients } from './gradients/points/index.ts';
import type { Network } from './network/index.ts';

/**
 * Gradients of a network through TensorFlow.js, in float32, for many calls of `explain`: its weights stay on the
 * device until `dispose()`. TensorFlow.js is loaded when this is first called.
 *
 * @throws UserError if no such backend works, if the batch size is not a positive whole number, or if the
 *   memory does not suffice for one gradient
 *
 * @example
 * const gradients = await gradientsOf(network, { backend: 'wasm' });
 * const explanations = await explain(network, { method: 'saliency', input, target: 7, gradients });
 * gradients.dispose();
 */
export async function gradientsOf(network: Network, options?: GradientOptions): Promise<PointGradients> {
  const gradients = await import('./gradients/index.ts');
  return gradients.gradientsOf(network, options);
}
