import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const lists = ['sweepKernels.ts', 'headKernels.ts'].map((file) =>
  fileURLToPath(new URL(`../../src/line/kernels/${file}`, import.meta.url)),
);

/** A kernel as the list declares it. */
interface Kernel {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
}

/** The kernels of `KernelList`, in the order of its lists. */
export function declaredKernels(): Kernel[] {
  return lists.flatMap(kernelsIn);
}

function kernelsIn(list: string): Kernel[] {
  const file = ts.createSourceFile(list, readFileSync(list, 'utf8'), ts.ScriptTarget.Latest);
  const text = (node: ts.Node | undefined): string => node?.getText(file) ?? '';
  return file.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .flatMap(({ members }) => members.filter((member) => ts.isMethodSignature(member)))
    .map(({ name, parameters }) => ({
      name: text(name),
      parameters: parameters.map((parameter) => ({ name: text(parameter.name), type: text(parameter.type) })),
    }));
}

/** The text of `plain/index.ts`. */
export function plainList(): string {
  return [
    '/** The kernels in TypeScript, one a file; made by `npm run build:kernels`. */',
    ...declaredKernels().map(({ name }) => `export { ${name} } from './${name}.ts';`),
    '',
  ].join('\n');
}

/** The text of `assembly/kernels.ts`, which is compiled. */
export function assemblyList(): string {
  return [
    '/** The kernels in AssemblyScript, one a file; made by `npm run build:kernels`. */',
    ...['clear', 'freeMemory', ...declaredKernels().map(({ name }) => name)].map(
      (name) => `export { ${name} } from './${name}';`,
    ),
    '',
  ].join('\n');
}

/** The text of `wasmCalls.ts`: of each argument what WebAssembly takes. No call makes an array of its arguments. */
export async function wasmCalls(): Promise<string> {
  const kernels = declaredKernels();
  const calls = kernels.map(({ name, parameters }) => {
    const names = parameters.map((parameter) => parameter.name).join(', ');
    return `${name}: (${names}) => ${name}(${parameters.map(raw).join(', ')}),`;
  });
  const lines = [
    '/** Made by `npm run build:kernels` from `sweepKernels.ts` and `headKernels.ts`. */',
    "import type { KernelList } from './kernelList.ts';",
    '',
    '/** A kernel as WebAssembly has it: of an array or a record it takes the address, and 0 where there is none. */',
    'type Raw<Kernel> = Kernel extends (...of: infer A) => unknown',
    '? (...of: { [I in keyof A]: number }) => number : never;',
    '',
    'export type RawKernels = { readonly [Name in keyof KernelList]: Raw<KernelList[Name]> };',
    '',
    `export function wasmCalls({ ${kernels.map(({ name }) => name).join(', ')} }: RawKernels): KernelList {`,
    'return {',
    ...calls,
    '};',
    '}',
  ];
  return format(lines.join('\n'), { ...(await resolveConfig(lists[0])), parser: 'typescript' });
}

function raw({ name, type }: Kernel['parameters'][number]): string {
  if (type === 'number') return name;
  if (type === 'boolean') return `Number(${name})`;
  if (type === 'Numbers' || type.endsWith('Array')) return `${name}.byteOffset`;
  return type.endsWith('| undefined') ? `${name}?.address ?? 0` : `${name}.address`;
}
