import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectRoot } from '../src/project/index.ts';

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);

it('the README has an example', () => {
  expect(examples.length).toBeGreaterThan(0);
});

it.each(examples)('example %# of the README runs', async (code) => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const file = join(folder, 'example.mts');
  writeFileSync(file, code.replaceAll("'./src/", `'${pathToFileURL(join(projectRoot, 'src')).href}/`));
  const tsx = pathToFileURL(join(projectRoot, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  await promisify(execFile)(process.execPath, ['--import', tsx, file], { cwd: projectRoot });
  rmSync(folder, { recursive: true });
});
