import { backend as currentBackend } from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';
import { activate, importOptional } from './packages.ts';
import { processor } from './processor.ts';

const wasmPackage = '@tensorflow/tfjs-backend-wasm';

/** WebAssembly with SIMD, one thread. The package finds its binary beside itself; nothing is downloaded. */
export const wasm: Backend = {
  name: 'wasm',
  packages: [wasmPackage],
  async load(importPackage) {
    await importOptional(importPackage, wasmPackage, 'npm ci');
    await activate(this.name, 'npm ci');
    reportExhaustion((currentBackend() as unknown as { wasm: Allocator }).wasm);
    return processor('one thread');
  },
};

interface Allocator {
  _malloc: ((bytes: number) => number) & { reports?: true };
}

/** The backend (4.22) does not notice when memory is exhausted: it writes to address 0 and goes on. */
function reportExhaustion(allocator: Allocator): void {
  const allocate = allocator._malloc;
  if (allocate.reports) return;
  const reporting = (bytes: number): number => {
    const address = allocate(bytes);
    if (address === 0 && bytes > 0)
      throw new RangeError(`WebAssembly is out of memory at an allocation of ${bytes} bytes.`);
    return address;
  };
  allocator._malloc = Object.assign(reporting, { reports: true } as const);
}
