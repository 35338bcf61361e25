import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../src/project/index.ts';
import { cycleIn, filesIn, importGraph, importsOf } from './helpers/imports.ts';

const source = join(projectRoot, 'src');
const graph = importGraph(filesIn(source));
/** Each import as `[from, to]`. */
const imports = [...graph].flatMap(([from, targets]) => targets.map((to): [string, string] => [from, to]));
const asText = (paths: readonly string[]): string =>
  paths.map((path) => relative(source, path).replaceAll(sep, '/')).join(' -> ');

const isInside = (file: string, folder: string): boolean => file.startsWith(folder + sep);

/** The outermost folder with a door, an `index.ts`, that holds one file and not the other. */
function houseOf(file: string, from: string): string | undefined {
  let house: string | undefined;
  for (let folder = dirname(file); isInside(folder, source) && !isInside(from, folder); folder = dirname(folder))
    if (existsSync(join(folder, 'index.ts'))) house = folder;
  return house;
}

describe('imports within src', () => {
  it('go in no circle, those of types neither', () => {
    expect(cycleIn(graph)?.map((path) => relative(source, path))).toBeUndefined();
  });

  it('enter a folder by an index.ts', () => {
    const broken = imports.filter(([from, to]) => houseOf(to, from) !== undefined && basename(to) !== 'index.ts');
    expect(broken.map(asText)).toEqual([]);
  });

  it('enter a folder that has none from the folder around it alone, of which it is a part', () => {
    const broken = imports.filter(
      ([from, to]) => !existsSync(join(dirname(to), 'index.ts')) && !isInside(from, dirname(dirname(to))),
    );
    expect(broken.map(asText)).toEqual([]);
  });

  it('go from folder to folder in no circle', () => {
    const folderOf = (file: string): string => relative(source, file).split(sep)[0];
    const folders = new Map<string, string[]>();
    for (const [from, to] of imports)
      if (folderOf(from) !== folderOf(to))
        folders.set(folderOf(from), [...(folders.get(folderOf(from)) ?? []), folderOf(to)]);
    expect(cycleIn(folders)).toBeUndefined();
  });

  it('go down the floors of src/line', () => {
    const floors = ['memory', 'kernels', 'graph', 'forward', 'adjoint', 'cumulative', 'integral', 'parts', 'index.ts'];
    const line = join(source, 'line');
    const floorOf = (file: string): number => floors.indexOf(relative(line, file).split(sep)[0]);
    const inLine = imports.filter(([from, to]) => isInside(from, line) && isInside(to, line));
    expect(inLine.filter(([from]) => floorOf(from) < 0).map(asText)).toEqual([]);
    expect(inLine.filter(([from, to]) => floorOf(to) > floorOf(from)).map(asText)).toEqual([]);
    for (const floor of floors) expect(inLine.some(([from]) => floorOf(from) === floors.indexOf(floor))).toBe(true);
  });
});

const packagesOf = (files: string[]): string[] => [...importsOf(files)].filter((name) => !name.endsWith('.ts'));

it.each(['src/line', 'src/quadrature'])('%s imports no package and nothing of Node.js', (folder) => {
  const files = filesIn(join(projectRoot, folder));
  expect(files).not.toEqual([]);
  expect(packagesOf(files)).toEqual([]);
});

it('the experiment integrated_gradients does not load TensorFlow.js until the network engine needs it', () => {
  const packages = packagesOf([join(projectRoot, 'experiments/integrated_gradients.ts')]);
  expect(packages).toContain('papaparse');
  expect(packages.filter((name) => name.startsWith('@tensorflow/'))).toEqual([]);
});
