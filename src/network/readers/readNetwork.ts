import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { checkText, UserError, within } from '../../base/index.ts';
import { unknownName } from '../../names/index.ts';
import type { Network } from '../network.ts';
import { beginningOf, foreignContent, foreignExtension } from './foreign.ts';
import { formats, type Format, type Read } from './formats.ts';
import { openFiles, type Opened } from './openFiles.ts';
import { checkReadOptions, type ReadOptions } from './options.ts';
import type { Ports } from './ports.ts';

/**
 * Reads a network from a file, in the format that the extension names, or from the `model.json` of a folder.
 *
 * @throws UserError that begins with the path
 */
export async function readNetwork(given: string, options?: ReadOptions): Promise<Network> {
  return (await readNetworkFiles(given, options)).network;
}

/** A network with what its file is made of, and the names that its input and output have there. */
export interface ReadFiles extends Read {
  /** Paths: of the named file first, then of those of its weights. */
  readonly files: readonly string[];
  readonly ports: Ports;
}

/** As `readNetwork`, with the paths of all files that were read: the named one first, then those of its weights. */
export async function readNetworkFiles(given: string, options: ReadOptions = {}): Promise<ReadFiles> {
  checkReadOptions(options);
  const { path, format, bytes, others, paths } = await open(given);
  return {
    ...within(
      () => path,
      () => format.read(bytes, others, { memory: process.availableMemory(), ...options }),
    ),
    files: paths,
    ports: format.ports(bytes),
  };
}

/** Inputs and outputs that a file declares. @throws UserError that begins with the path */
export async function readPorts(given: string): Promise<Ports> {
  const { path, format, bytes } = await open(given);
  return within(
    () => path,
    () => format.ports(bytes),
  );
}

async function open(given: string): Promise<Opened & { readonly path: string; readonly format: Format }> {
  checkText('path of a network', given);
  const path = await fileAt(given);
  const extension = extname(path).toLowerCase();
  const format = formats.get(extension);
  if (format === undefined) throw new UserError(`${path}: ${await otherFormat(path, extension)}`);
  return { path, format, ...(await openFiles(path, format)) };
}

/** What is wrong with a file whose extension is none of a format. */
async function otherFormat(path: string, extension: string): Promise<string> {
  const content = foreignContent(await beginningOf(path), '');
  return content ?? foreignExtension(extension) ?? unknownName('extension', extension, [...formats.keys()]).message;
}

/** @throws UserError of a folder without a `model.json` */
async function fileAt(path: string): Promise<string> {
  if ((await statusOf(path))?.isDirectory() !== true) return path;
  const file = join(path, 'model.json');
  if ((await statusOf(file)) !== undefined) return file;
  if ((await statusOf(join(path, 'saved_model.pb'))) !== undefined)
    throw new UserError(`${path}: ${foreignExtension('.pb') ?? ''}`);
  throw new UserError(`The folder ${path} has no model.json; give the path of the network's file.`);
}

function statusOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
