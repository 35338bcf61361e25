import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { records } from '../../src/line/memory/index.ts';
import { powersOfTwo } from '../../src/network/index.ts';

const source = fileURLToPath(new URL('../../src/line/kernels/assembly/kernels.ts', import.meta.url));
// A process of its own: the compiler's types change those of arrays for all that is compiled beside it.
const compiler = fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript/asc')));
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd,threads'];
const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536'];

/**
 * The text of `wasmModule.ts`, made from the source of the kernels; throws what the compiler says if it does not
 * compile.
 */
export async function compileKernels(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  try {
    const binary = join(folder, 'kernels.wasm');
    await promisify(execFile)(process.execPath, [compiler, source, '--outFile', binary, ...options, ...memory]);
    return asModule(await readFile(binary, 'base64'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The text of `assembly/records.ts`: the classes by which kernels in AssemblyScript read records. */
export function recordClasses(): string {
  const types: Readonly<Record<string, string>> = { number: 'i32', array: 'usize' };
  const classes = Object.entries(records).map(([name, fields]) => {
    const lines = Object.entries(fields).map(([field, type]) => `  ${field}: ${types[type] ?? type};`);
    return ['@unmanaged', `export class ${name} {`, ...lines, '}', ''].join('\n');
  });
  return ['/** Made by `npm run build:kernels` from `memory/recordList.ts`. */', ...classes].join('\n');
}

/** The text of `assembly/powersOfTwo.ts`. */
export function powers(): string {
  return [
    '/** Made by `npm run build:kernels` from `network/exponential.ts`. */',
    `export const powersOfTwo = memory.data<f64>([${Array.from(powersOfTwo).join(', ')}]);`,
    '',
  ].join('\n');
}

function asModule(base64: string): string {
  const lines = base64.match(/.{1,110}/g) ?? [];
  return [
    '/** Made by `npm run build:kernels` from `assembly/`; base64. */',
    `export const wasmModule =\n${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
