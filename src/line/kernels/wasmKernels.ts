import type { Kernels } from './kernels.ts';
import { mostPages, WasmArrays } from './wasmArrays.ts';
import { wasmCalls, type RawKernels } from './wasmCalls.ts';
import { wasmModule } from './wasmModule.ts';
import { WasmWorkspaces } from './wasmWorkspaces.ts';

/** What `assembly/kernels.ts` exports. */
type Exports = RawKernels & { readonly clear: (at: number, bytes: number) => void; readonly freeMemory: () => number };

/**
 * The kernels in WebAssembly with SIMD. The memory is shared, because only such a memory keeps its views when it grows.
 *
 * @returns undefined where there is no shared memory or no SIMD
 */
export function makeWasmKernels(): Kernels | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: 16, maximum: mostPages, shared: true });
    const bytes = Uint8Array.from(atob(wasmModule), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return kernelsOf(memory, exports as unknown as Exports);
  } catch {
    return undefined;
  }
}

function kernelsOf(memory: WebAssembly.Memory, exports: Exports): Kernels {
  const workspaces = new WasmWorkspaces(new WasmArrays(memory, exports.freeMemory(), exports.clear));
  return {
    name: 'WebAssembly',
    use(matrices, compute) {
      return workspaces.use(this, matrices, compute);
    },
    ...wasmCalls(exports),
  };
}
