import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../base/index.ts';
import type { Code, Machine } from './provenance.ts';

/** The content of a file that a run reads. */
export interface HashedFile {
  readonly path: string;
  readonly sha256: string;
}

/** One time that the run was under way, from a start to an end. */
export interface Session {
  /** ISO 8601. */
  readonly started: string;
  /** ISO 8601; absent while it is under way, and if it was killed. */
  readonly ended?: string;
  /** How it ended: `through`, or why it stopped. */
  readonly end?: string;
  readonly host: string;
  readonly pid: number;
  readonly jobs: number;
  readonly commit?: string;
}

/** The record of a run: all that it takes to repeat it, what computed it last, and how it went. */
export interface Manifest extends Code, Machine {
  readonly experiment: string;
  /** The options in full. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Those that results of an item depend on, resolved. */
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Networks and data. */
  readonly files: readonly HashedFile[];
  /** Where gradients are computed. */
  readonly device: Readonly<Record<string, string>>;
  /** In order; the last one may be under way. */
  readonly sessions: readonly Session[];
  /** ISO 8601. */
  readonly started: string;
  /** ISO 8601; absent until the run is through. */
  readonly finished?: string;
}

/** The manifest in a file, if there is one. @throws UserError if it is none */
export function readManifest(file: string): Manifest | undefined {
  if (!existsSync(file)) return undefined;
  const manifest = readObject(file);
  const missing = ['experiment', 'version', 'options', 'fixed', 'seed', 'files', 'device', 'sessions', 'started'].find(
    (field) => manifest[field] === undefined,
  );
  if (missing === undefined) return manifest as unknown as Manifest;
  throw new UserError(`'${file}' is damaged, or of another version: it has no '${missing}'. Begin anew with --fresh.`);
}

/** What a JSON file of a run's folder holds. @throws UserError if it cannot be read or is no object */
export function readObject(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`'${file}' is damaged: ${(error as Error).message}. Begin anew with --fresh.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UserError(`'${file}' is damaged: it holds no object. Begin anew with --fresh.`);
}

/**
 * In words, why a run cannot go on with an earlier one; undefined if nothing forbids it. Other networks and images may
 * be asked for, and files may be elsewhere with the same content.
 */
export function differenceOf(earlier: Manifest, now: Manifest): string | undefined {
  const names = new Set([...Object.keys(earlier.fixed), ...Object.keys(now.fixed)]);
  const compared: [string, unknown, unknown][] = [
    ...[...names].map((name): [string, unknown, unknown] => [optionName(name), earlier.fixed[name], now.fixed[name]]),
    ['--seed', earlier.seed, now.seed],
    ['the version of this project', earlier.version, now.version],
    ...(isWithin(earlier, now) || isWithin(now, earlier) ? [] : [contents(earlier, now)]),
  ];
  const different = compared.find(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after));
  return different && inWords(different);
}

/** In words, what of code, files, device and machine is not as it was; each may change results. */
export function changesSince(earlier: Manifest, now: Manifest): string[] {
  const [before, after] = [earlier, now].map(surroundings);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => inWords([name, before[name], after[name]]));
}

/** Files by their names, for they may be elsewhere. */
function surroundings({
  version,
  commit,
  dirty,
  node,
  lockfile,
  packages,
  platform,
  cpu,
  memory,
  device,
  files,
}: Manifest): Record<string, unknown> {
  const hashes = Object.fromEntries(files.map(({ path, sha256 }) => [basename(path), sha256]));
  return { version, commit, dirty, node, lockfile, ...packages, platform, cpu, memory, ...device, ...hashes };
}

function isWithin(some: Manifest, all: Manifest): boolean {
  const there = new Set(all.files.map(({ sha256 }) => sha256));
  return some.files.every(({ sha256 }) => there.has(sha256));
}

function contents(earlier: Manifest, now: Manifest): [string, unknown, unknown] {
  const [before, after] = [earlier, now].map(({ files }) => files.map(({ sha256 }) => sha256.slice(0, 8)));
  return ['the content of network and data files', before, after];
}

function optionName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function inWords([name, before, after]: readonly [string, unknown, unknown]): string {
  return `${name} was ${valueInWords(before)} and is ${valueInWords(after)}`;
}

function valueInWords(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}
