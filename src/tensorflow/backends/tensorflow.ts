import { backend as currentBackend } from '@tensorflow/tfjs-core';
import { NotInstalled, Unavailable, type Backend, type Device, type Import } from './backend.ts';
import { activate, importOptional } from './packages.ts';
import { processor } from './processor.ts';

const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/** The TensorFlow library, on the GPU if there is one, else on all cores. */
export const tensorflow: Backend = {
  name: 'tensorflow',
  packages,
  async load(importPackage) {
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    process.env.NVIDIA_TF32_OVERRIDE ??= '0'; // or GPUs round products to 10 bits, the points on the line with them
    restoreRemovedUtilities();
    await importFirst(importPackage);
    await activate(this.name, `npm rebuild ${packages[0]}`);
    const { isUsingGpuDevice } = currentBackend() as unknown as { isUsingGpuDevice: boolean };
    return isUsingGpuDevice ? gpu : { ...processor('all threads'), advice };
  },
};

/** The library takes the GPU's memory for itself and does not say how much; batches beyond this gain nothing. */
const gpu: Device = {
  name: 'GPU through CUDA',
  kind: 'gpu',
  memory: 2 ** 30,
  largestTensor: Infinity,
  perform: (compute) => compute(),
};

/** Without them the library falls back on the CPU and says nothing. */
const advice =
  'TensorFlow sees no GPU. To use one: @tensorflow/tfjs-node-gpu, the NVIDIA driver, CUDA 11.2 and cuDNN 8.1.';

/** @throws Unavailable for the one that is installed, if any is; otherwise for the preferred one */
async function importFirst(importPackage: Import): Promise<void> {
  const failures: Unavailable[] = [];
  for (const name of packages) {
    try {
      await importOptional(importPackage, name, `npm rebuild ${name}`);
      return;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      failures.push(error);
    }
  }
  throw failures.find((failure) => !(failure instanceof NotInstalled)) ?? failures[0];
}

/** The binding calls these functions of Node's `util`, which Node 23 removed. */
function restoreRemovedUtilities(): void {
  const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  Object.assign(process.getBuiltinModule('node:util'), { isArray: Array.isArray, isNullOrUndefined });
}
