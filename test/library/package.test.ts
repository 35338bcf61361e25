import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/project/index.ts';
import { importsOf } from '../helpers/imports.ts';

/** A project that has exact-ig among its packages; those that this needs are found in ours, which it lies below. */
const consumer = mkdtempSync(join(projectRoot, 'node_modules', '.consumer-'));
const installed = join(consumer, 'node_modules', 'exact-ig');
const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, types: [] };

/** Plain Node.js, in the consumer's folder. */
async function node(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: consumer })).stdout;
}
const compile = (project: string, ...args: string[]): Promise<string> =>
  node(join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', project, ...args);

beforeAll(async () => {
  await compile(join(projectRoot, 'tsconfig.build.json'), '--outDir', join(installed, 'dist'));
  const { files } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { files: string[] };
  const others = files.filter((name) => name !== 'dist' && !name.startsWith('!'));
  const filter = (path: string): boolean => basename(path) !== 'fetched';
  for (const name of ['package.json', ...others])
    cpSync(join(projectRoot, name), join(installed, name), { recursive: true, filter });
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  cpSync(join(projectRoot, 'examples'), consumer, { recursive: true });
});
afterAll(() => {
  rmSync(consumer, { recursive: true });
});

it('the package as it is published has types that pass strict checks, and runs in plain Node.js with its bundled networks, in threads too', async () => {
  await compile('.');
  expect(await node('ownNetwork.js')).toContain('attributions 3 and 0.5');
  expect(await node('attributions.js')).toContain('Output 7 rises by 16.840');
  expect(await node('allCores.js')).toContain('Image 0: 3430 regions');
});

const command = join(installed, 'dist', 'src', 'cli', 'main.js');

it('has a command: it lists experiments, runs one with threads, explains an image and judges the answer', async () => {
  const image = ['--network', 'mnist_convsmall', '--input', 'mnist_test:0'];
  expect(await node(command, 'experiment')).toMatch(/^attribution_methods [^]*\nengines [^]*\nintegrated_gradients /);
  const run = await node(
    command,
    'experiment',
    'integrated_gradients',
    '--networks',
    'mnist_dense',
    '--images',
    '0-1',
    '--jobs',
    '2',
  );
  expect(run).toContain('Now: npx exact-ig analyze integrated_gradients');
  expect(await node(command, 'analyze')).toContain('mnist_dense');
  expect(await node(command, 'explain', ...image, '-o', 'ours.npy', '-o', 'ours.svg')).toContain('Wrote ours.svg');
  expect(await node(command, 'judge', 'ours.npy', ...image)).toContain('within 1 %');
});

it('is taken by CommonJS too, where Node.js lets it: from 22.12 on', async () => {
  writeFileSync(
    join(consumer, 'common.cjs'),
    "console.log(typeof require('exact-ig').explain, typeof require('exact-ig/package.json').version)",
  );
  const answer = node('common.cjs').catch((error: unknown) => String(error));
  expect(await answer).toMatch(process.features.require_module ? /^function string/ : /ERR_REQUIRE_ESM/);
});

it('loads none of what only its command or a backend needs', () => {
  const imports = [...importsOf([join(projectRoot, 'src', 'index.ts')])];
  expect(imports).toContain('fflate');
  expect(imports.filter((name) => /^(@tensorflow|yargs|ora|svgdom|@svgdotjs|sharp|fast-png)/.test(name))).toEqual([]);
});
