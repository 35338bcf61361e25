import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { UserError, within } from '../../base/index.ts';
import { companionPaths, readCompanions } from './companions.ts';
import { foreignContent } from './foreign.ts';
import { externalIn, formats, layersModel, onnx, type Format } from './formats.ts';
import type { External } from './onnx/index.ts';

/** Contents of a file and of those that it names, with the paths of all. */
export interface Opened {
  readonly bytes: Uint8Array;
  readonly others: readonly Uint8Array[];
  readonly paths: readonly string[];
}

/** @throws UserError if one of them cannot be read */
export async function openFiles(path: string, format: Format): Promise<Opened> {
  const bytes = await readBytes(path);
  const foreign = foreignContent(bytes, extname(path).toLowerCase());
  if (foreign !== undefined) throw new UserError(`${path}: ${foreign}`);
  return format.unpack === undefined
    ? openCompanions(path, bytes, format)
    : { ...unpacked(path, bytes, format.unpack), paths: [path] };
}

function unpacked(path: string, bytes: Uint8Array, unpack: NonNullable<Format['unpack']>): Omit<Opened, 'paths'> {
  return within(
    () => path,
    () => unpack(bytes),
  );
}

async function openCompanions(path: string, bytes: Uint8Array, format: Format): Promise<Opened> {
  const named = within(
    () => path,
    () => format.others(bytes),
  );
  return { bytes, others: await readCompanions(path, named), paths: [path, ...companionPaths(path, named)] };
}

/**
 * The bytes of an ONNX file and of the files beside it that hold its weights.
 *
 * @throws UserError if it cannot be read
 */
export async function openOnnx(path: string): Promise<{ bytes: Uint8Array; external: External }> {
  const { bytes, others } = await openFiles(path, onnx);
  return { bytes, external: externalIn(bytes, others) };
}

/**
 * The bytes of a `model.json` and of the files of its weights; of a file of Keras those that its converter would make.
 *
 * @throws UserError if it cannot be read
 */
export async function openTfjs(path: string): Promise<{ bytes: Uint8Array; files: readonly Uint8Array[] }> {
  const { bytes, others } = await openFiles(path, formats.get(extname(path).toLowerCase()) ?? layersModel);
  return { bytes, files: others };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The network file ${path} cannot be read: ${reason}.`);
  }
}
