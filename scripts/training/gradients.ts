import { require as requireTranspiled } from 'tsx/cjs/api';

/**
 * Registers the derivatives of TensorFlow.js's operations. They are not in its bundle for Node, only in its ES modules,
 * which Node does not load as they are: they import each other without extensions.
 */
export function registerGradients(): void {
  requireTranspiled('@tensorflow/tfjs-core/dist/register_all_gradients.js', import.meta.url);
}
