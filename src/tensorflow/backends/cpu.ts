import type { Backend } from './backend.ts';
import { activate, importOptional } from './packages.ts';
import { processor } from './processor.ts';

const cpuPackage = '@tensorflow/tfjs-backend-cpu';

/** Plain JavaScript: loads everywhere, and is slow. */
export const cpu: Backend = {
  name: 'cpu',
  packages: [cpuPackage],
  async load(importPackage) {
    await importOptional(importPackage, cpuPackage, 'npm ci');
    await activate(this.name, 'npm ci');
    return processor('one thread');
  },
};
