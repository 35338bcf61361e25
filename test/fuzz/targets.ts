import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { readImagesCsv, readImagesIdx } from '../../src/datasets/index.ts';
import { readEran, readTfjs, readOnnx } from '../../src/network/readers/index.ts';
import type { Network } from '../../src/network/index.ts';
import { mutatedBytes } from './bytes.ts';
import type { Choices } from './choices.ts';
import { corpus } from './corpus.ts';
import type { FuzzTarget } from './target.ts';
import { mutatedText } from './text.ts';
import { mutateTree } from './tree.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const mutateAsText = (bytes: Uint8Array, choices: Choices): Uint8Array =>
  encoder.encode(mutatedText(decoder.decode(bytes), choices));

/** JSON has no NaN; `null` stands in its place, as it does when JavaScript writes one. */
function mutateAsJson(bytes: Uint8Array, choices: Choices): Uint8Array {
  const tree: unknown = JSON.parse(decoder.decode(bytes));
  mutateTree(tree, choices, true);
  return encoder.encode(JSON.stringify(tree));
}

/** Numbers beyond the range of their field cannot be written: the bytes stay as they are. */
function mutateAsModel(bytes: Uint8Array, choices: Choices): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  mutateTree(model, choices, false);
  try {
    return toBinary(ModelProtoSchema, model);
  } catch {
    return bytes;
  }
}

/** Reading goes on to evaluation where that is little work; gives the network's units. */
function tried(network: Network): number {
  const units = network.nodes.map((_, node) => network.unitsOf(node)).reduce((a, b) => a + b, network.inputSize);
  if (units < 100_000) network.evaluate(new Float64Array(network.inputSize).fill(0.5));
  return units;
}

let folder: string | undefined;

function file(name: string, bytes: Uint8Array): string {
  folder ??= mkdtempSync(join(tmpdir(), 'exact-ig-fuzz-'));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** The registry: every reader that is tried. */
export const targets = {
  onnx: { corpus: corpus.onnx, mutate: mutateAsModel, read: ([bytes]) => tried(readOnnx(bytes)) },
  tfjs: { corpus: corpus.tfjs, mutate: mutateAsJson, read: ([bytes, ...files]) => tried(readTfjs(bytes, files)) },
  eran: { corpus: corpus.eran, mutate: mutateAsText, read: ([bytes]) => tried(readEran(decoder.decode(bytes))) },
  csv: {
    corpus: corpus.csv,
    mutate: mutateAsText,
    read: async ([bytes]) => (await readImagesCsv(file('data.csv', bytes))).count,
  },
  idx: {
    corpus: corpus.idx,
    mutate: mutatedBytes,
    read: async ([images, labels]) => (await readImagesIdx(file('images', images), file('labels', labels))).count,
  },
} satisfies Record<string, FuzzTarget>;

export type TargetName = keyof typeof targets;
