import type { Backend } from './backend.ts';

/** WebAssembly with SIMD, one thread. The package finds its binary beside itself; nothing is downloaded. */
export const wasm: Backend = {
  name: 'wasm',
  async register() {
    await import('@tensorflow/tfjs-backend-wasm');
  },
};
