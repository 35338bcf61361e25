import type { LoadedBackend } from './backends/index.ts';
import type { GradientOptions } from './networkGradients.ts';

/**
 * The backend that `auto` or its own name leads to on this machine, and its device. In a file of its own, because
 * TensorFlow.js is loaded only when this is called.
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
