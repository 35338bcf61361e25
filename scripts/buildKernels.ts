/** Compiles the kernels from AssemblyScript: `npm run build:kernels`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernels } from './kernels/compile.ts';

const into = new URL('../src/line/kernels/wasmModule.ts', import.meta.url);
await writeFile(into, await compileKernels());
console.log(`${fileURLToPath(into)} is written.`);
