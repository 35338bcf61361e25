import { readFile } from 'node:fs/promises';
import type { Options } from 'yargs';
import { readNpy } from '../arrays/index.ts';
import { parseMemory, UserError } from '../base/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import { namesIn } from './names.ts';

/** The options of every command that reads files of networks, which say what a file leaves open. */
export const readingOptions = {
  output: {
    type: 'string',
    describe:
      'Of a network that ends in a softmax or sigmoid `logits`, which go into it, or `probability`; or an output by name, where the file has several [default: probability, the first]',
  },
  'input-shape': {
    type: 'string',
    describe:
      "The input's sizes where the file leaves them open, without batch (in ONNX of all axes too), in its order: 3,224,224",
  },
  inputs: {
    type: 'string',
    describe:
      'Where the file has several inputs, arrays that all but the explained one are held at: NAME=file.npy, separated by commas',
  },
} as const satisfies Record<string, Options>;

/** What the user says of what a file leaves open, and of the memory. */
export interface ReadingGiven {
  readonly output?: string | undefined;
  readonly inputShape?: string | undefined;
  readonly inputs?: string | undefined;
  readonly memory?: string | undefined;
}

/** How files of networks are read, and the files that say it. */
export interface Reading {
  readonly options: ReadOptions;
  /** Of arrays. */
  readonly files: readonly string[];
}

/** @throws UserError if a size is no whole number from 1, if the memory is no amount, or an array cannot be read */
export async function readingOf({ output, inputShape, inputs, memory }: ReadingGiven): Promise<Reading> {
  const held = inputs === undefined ? undefined : namesIn('inputs', inputs).map(nameAndFile);
  return {
    options: {
      ...(output !== undefined && { output }),
      ...(inputShape !== undefined && { inputShape: sizesIn(inputShape) }),
      ...(memory !== undefined && { memory: parseMemory(memory) }),
      ...(held && { inputs: Object.fromEntries(await Promise.all(held.map(valuesOf))) }),
    },
    files: held?.map(([, file]) => file) ?? [],
  };
}

function sizesIn(given: string): number[] {
  const sizes = given.split(/[,x]/).map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size > 0)) return sizes;
  throw new UserError(`--input-shape is '${given}'; expected sizes above 0, like 3x224x224 or 3,224,224.`);
}

function nameAndFile(given: string): [name: string, file: string] {
  const match = /^([^=]+)=(.+\.npy)$/i.exec(given);
  if (match) return [match[1], match[2]];
  throw new UserError(`--inputs has '${given}'; expected the name of an input and its array, like mask=mask.npy.`);
}

async function valuesOf([name, file]: readonly [string, string]): Promise<[string, Float64Array]> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UserError(`The array ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  return [name, readNpy(bytes, file).data];
}
