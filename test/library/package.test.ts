import { checkPackage, Package } from '@arethetypeswrong/core';
import { exec, execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/project/index.ts';
import { importsOf } from '../helpers/imports.ts';

/**
 * A project that has exact-ig among its packages, out of the archive that is published; the packages that it needs are
 * found in ours, below which the project lies.
 */
const consumer = mkdtempSync(join(projectRoot, 'node_modules', '.consumer-'));
const installed = join(consumer, 'node_modules', 'exact-ig');
const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, types: [] };

/** Plain Node.js, in the consumer's folder. */
async function node(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: consumer })).stdout;
}
const compile = (project: string, ...args: string[]): Promise<string> =>
  node(join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', project, ...args);

/** Packs the project as npm publishes it, which builds it anew, and unpacks that. */
async function install(): Promise<void> {
  // npm is a script on Windows, which only a shell runs; the folder is named from here, without a blank.
  const destination = relative(projectRoot, consumer);
  await promisify(exec)(`npm pack --pack-destination ${destination}`, { cwd: projectRoot });
  const archive = readdirSync(consumer).filter((name) => name.endsWith('.tgz'));
  expect(archive).toHaveLength(1);
  await promisify(execFile)('tar', ['-xzf', archive[0]], { cwd: consumer });
  mkdirSync(dirname(installed), { recursive: true });
  renameSync(join(consumer, 'package'), installed);
}

beforeAll(async () => {
  await install();
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  cpSync(join(projectRoot, 'examples'), consumer, { recursive: true });
});
afterAll(() => {
  rmSync(consumer, { recursive: true });
});

it('the archive has the code, bundled networks and data, and neither tests nor what was fetched', () => {
  expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'data', 'dist', 'networks', 'package.json']);
  expect(readdirSync(join(installed, 'dist')).sort()).toEqual(['experiments', 'src']);
  for (const folder of ['data', 'networks']) expect(readdirSync(join(installed, folder))).not.toContain('fetched');
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

/** What is installed, its code, types and package.json, as arethetypeswrong reads a package. */
function installedFiles(): Record<string, string> {
  const names = [
    'package.json',
    ...readdirSync(join(installed, 'dist'), { recursive: true }).map((name) => `dist/${String(name)}`),
  ];
  const texts = names.map((name) => name.replaceAll('\\', '/')).filter((name) => /\.(js|d\.ts|json)$/.test(name));
  return Object.fromEntries(
    texts.map((name) => [`/node_modules/exact-ig/${name}`, readFileSync(join(installed, name), 'utf8')]),
  );
}

it('has entry points and a command that publint finds no fault with, not even a suggestion', async () => {
  expect((await publint({ pkgDir: installed, pack: false, strict: true })).messages).toEqual([]);
});

it('has types that every way of resolving it finds; of CommonJS they say that it gets ECMAScript modules', async () => {
  const checked = await checkPackage(new Package(installedFiles(), 'exact-ig', '0.1.0'));
  expect(checked).toMatchObject({
    problems: [{ kind: 'CJSResolvesToESM', entrypoint: '.', resolutionKind: 'node16-cjs' }],
  });
  expect(checked).toHaveProperty('problems.length', 1);
});

it('is taken by CommonJS too, in every Node.js that it names, with its types', async () => {
  writeFileSync(
    join(consumer, 'common.cts'),
    "import exactIg = require('exact-ig');\nconsole.log(typeof exactIg.explain, typeof require('exact-ig/package.json').version);\n",
  );
  writeFileSync(join(consumer, 'node.d.cts'), 'declare function require(name: string): { version: string };\n');
  await compile('.');
  expect(await node('common.cjs')).toBe('function string\n');
});

it('loads none of what only its command or a backend needs', () => {
  const imports = [...importsOf([join(projectRoot, 'src', 'index.ts')])];
  expect(imports).toContain('fflate');
  expect(imports.filter((name) => /^(@tensorflow|yargs|ora|svgdom|@svgdotjs|sharp|fast-png)/.test(name))).toEqual([]);
});
