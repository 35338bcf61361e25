/**
 * How two manifests differ, in words: what forbids that a run goes on with another one, and what may change results.
 */
import { basename } from 'node:path';
import type { Manifest } from './manifest.ts';

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
