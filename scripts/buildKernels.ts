/** Makes what calls the kernels, and compiles those in AssemblyScript: `npm run build:kernels`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { assemblyList, plainList, wasmCalls } from './kernels/calls.ts';
import { compileKernels, powers, recordClasses } from './kernels/compile.ts';

const folder = new URL('../src/line/kernels/', import.meta.url);
const write = async (name: string, text: string): Promise<void> => {
  const into = new URL(name, folder);
  await writeFile(into, text);
  console.log(`${fileURLToPath(into)} is written.`);
};

await write('plain/index.ts', plainList());
await write('assembly/kernels.ts', assemblyList());
await write('assembly/records.ts', recordClasses());
await write('assembly/powersOfTwo.ts', powers());
await write('wasmCalls.ts', await wasmCalls());
await write('wasmModule.ts', await compileKernels());
