/** Gradients through TensorFlow.js, in float32. It is loaded when one of these functions is first called. */
import type { GradientOptions } from '../gradients/index.ts';
import type { Network } from '../network/index.ts';
import type { Import, LoadedBackend } from './backends/index.ts';
import type { Examination } from './examine.ts';
import type { NetworkGradients } from './networkGradients.ts';

export type { BackendOptions, LoadedBackend } from './backends/index.ts';
export type { Examination } from './examine.ts';
export type { NetworkGradients } from './networkGradients.ts';

/**
 * Gradients of a network for many calls of `explain`: its weights stay on the device until `dispose()`.
 *
 * @throws UserError if no such backend works, if the batch size is not a positive whole number, or if the
 *   memory does not suffice for one gradient
 *
 * @example
 * const gradients = await gradientsOf(network, { backend: 'wasm' });
 * const explanations = await explain(network, { method: 'saliency', input, target: 7, gradients });
 * gradients.dispose();
 */
export async function gradientsOf(network: Network, options?: GradientOptions): Promise<NetworkGradients> {
  const gradients = await import('./networkGradients.ts');
  return gradients.gradientsOf(network, options);
}

/**
 * The backend that `auto` or its own name leads to on this machine, and its device.
 *
 * @throws UserError if there is none
 */
export async function resolveBackend({
  backend = 'auto',
  requireGpu = false,
}: GradientOptions): Promise<LoadedBackend> {
  const { loadBackend } = await import('./backends/index.ts');
  return loadBackend(backend, { requireGpu });
}

/** Tries every backend in turn: loads it, tests it, and takes its time on a network. */
export async function* examineBackends(network: Network, importPackage?: Import): AsyncGenerator<Examination> {
  const { examineBackends: examine } = await import('./examine.ts');
  yield* examine(network, importPackage);
}

/** Which of the backends that work `auto` takes. */
export async function preferred(working: readonly LoadedBackend[]): Promise<LoadedBackend | undefined> {
  const backends = await import('./backends/index.ts');
  return backends.preferred(working);
}
