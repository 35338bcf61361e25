import type { Backend } from './backend.ts';

/** Plain JavaScript: loads everywhere, and is slow. */
export const cpu: Backend = {
  name: 'cpu',
  async register() {
    await import('@tensorflow/tfjs-backend-cpu');
  },
};
