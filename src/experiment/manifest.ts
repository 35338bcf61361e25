import { existsSync, readFileSync } from 'node:fs';
import { isObject, UserError } from '../base/index.ts';
import { replaceFile } from './files.ts';
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
  /** What whoever reads the results is to know beside them; absent from earlier versions. */
  readonly notes?: readonly string[];
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
  if (isObject(value)) return { ...value };
  throw new UserError(`'${file}' is damaged: it holds no object. Begin anew with --fresh.`);
}

/** Writes a manifest in the place of an earlier one. */
export function writeManifest(file: string, manifest: Manifest): void {
  replaceFile(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
}
