import util from 'node:util';
import type { Backend } from './backend.ts';

/** An optional dependency, without types where its installation did not succeed: named so that it is not resolved early. */
const bindingPackage: string = '@tensorflow/tfjs-node-gpu';

/** The TensorFlow library, on the GPU if there is one, else on all cores. */
export const tensorflow: Backend = {
  name: 'tensorflow',
  async register() {
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    restoreRemovedUtilities();
    await import(bindingPackage);
  },
};

/** The binding calls these functions of Node's `util`, which Node 23 removed. */
function restoreRemovedUtilities(): void {
  const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  Object.assign(util, { isArray: Array.isArray, isNullOrUndefined });
}
