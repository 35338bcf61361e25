import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { UserError } from '../errors.ts';
import { projectVersion } from '../project.ts';
import { sha256OfFile } from '../sha256.ts';

/** What results depend on. */
export interface Inputs {
  /** The options that results depend on, under the names that code gives them (`batchSize`). */
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Files of networks and data. */
  readonly files: readonly string[];
}

/** The record of a run: all that it takes to repeat it, and the machine it ran on. */
export interface Manifest {
  readonly experiment: string;
  readonly version: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly node: string;
  readonly platform: string;
  readonly cpu: { readonly model: string; readonly count: number };
  readonly jobs: number;
  /** ISO 8601. */
  readonly started: string;
  /** ISO 8601; absent until the run is through. */
  readonly finished?: string;
}

/** The manifest of a run that begins now. */
export async function describeRun(experiment: string, { options, seed, files }: Inputs, jobs: number): Promise<Manifest> {
  const processors = cpus();
  return {
    experiment,
    version: projectVersion(),
    options,
    seed,
    files: await Promise.all(files.map(async (path) => ({ path, sha256: await sha256OfFile(path) }))),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: { model: processors.at(0)?.model ?? 'unknown', count: processors.length },
    jobs,
    started: new Date().toISOString(),
  };
}

/** The manifest in a file, if there is one. */
export function readManifest(file: string): Manifest | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    throw new UserError(`'${file}' is damaged: ${(error as Error).message}. Start again with --fresh.`);
  }
}

/**
 * In words, why two runs may differ in their results; undefined if nothing says so. Machine, Node and jobs
 * change no result, nor does a file that is elsewhere with the same content.
 */
export function differenceOf(earlier: Manifest, now: Manifest): string | undefined {
  const names = new Set([...Object.keys(earlier.options), ...Object.keys(now.options)]);
  const compared: [string, unknown, unknown][] = [
    ...[...names].map((name): [string, unknown, unknown] => [optionName(name), earlier.options[name], now.options[name]]),
    ['--seed', earlier.seed, now.seed],
    ['the version of this project', earlier.version, now.version],
    ['the content of network and data files', hashes(earlier), hashes(now)],
  ];
  const different = compared.find(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after));
  return different && `${different[0]} was ${inWords(different[1])} and is ${inWords(different[2])}`;
}

function hashes({ files }: Manifest): string[] {
  return files.map(({ sha256 }) => sha256.slice(0, 8));
}

function optionName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function inWords(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}
