/** Compiles the kernels from AssemblyScript: `npm run build:kernels`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernels, recordClasses } from './kernels/compile.ts';

const folder = new URL('../src/line/kernels/', import.meta.url);
const write = async (name: string, text: string): Promise<void> => {
  const into = new URL(name, folder);
  await writeFile(into, text);
  console.log(`${fileURLToPath(into)} is written.`);
};

await write('assembly/records.ts', recordClasses());
await write('wasmModule.ts', await compileKernels());
