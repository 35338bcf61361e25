import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactIntegratedGradients, type ExactAttributions } from '../../src/attribution/index.ts';
import { lineTo, loadData, loadNetwork } from '../../src/catalogue/index.ts';
import { projectRoot } from '../../src/project/index.ts';
import { endingIn } from '../helpers/onnxModels.ts';
import { openExact, type ExactOnCores } from '../../src/cores/index.ts';
import { UserError } from '../../src/base/index.ts';
import { onnxModel } from '../helpers/onnxModels.ts';

const loaded = await loadNetwork('mnist_convsmall');
const { images } = await loadData(loaded);
const lines = [0, 1, 2].map((image) => ({
  ...lineTo(images.pixels[image], loaded.processing),
  target: images.labels[image],
}));
const messageOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'none',
    (error: unknown) => error,
  );

it.each([1, 2])('memory that does not suffice is refused with %d thread(s)', async (threads) => {
  const exact = await openExact('mnist_convsmall', { threads, memory: 1e6 });
  const [{ baseline, input, target }] = lines;
  const message = await messageOf(exact.attribute({ baseline, input, target }));
  await exact.close();
  expect(message).toBeInstanceOf(UserError);
  expect(String(message)).toContain('1.0 MB are allowed');
});

describe.each([1, 3])('exact integrated gradients with %d thread(s)', (threads) => {
  let exact: ExactOnCores;
  beforeAll(async () => {
    exact = await openExact('mnist_convsmall', { threads });
  });
  afterAll(() => exact.close());

  function expectSame(found: Awaited<ReturnType<ExactOnCores['attribute']>>, whole: ExactAttributions): void {
    const norm = whole.attributions.reduce((sum, a) => sum + Math.abs(a), 0);
    const differences = found.attributions.map((a, i) => Math.abs(a - whole.attributions[i]));
    expect(Math.max(...differences) / norm).toBeLessThan(1e-12);
    expect(found.completenessGap).toBeLessThan(1e-12);
    expect(Object.keys(found).sort()).toEqual([
      'attributions',
      'completenessGap',
      'outputDifference',
      'regions',
      'unlooked',
    ]);
    expect([found.regions, found.outputDifference]).toEqual([whole.regions, whole.outputDifference]);
  }

  it('are those of the whole line, for several lines at a time', async () => {
    const found = await Promise.all(
      lines.map(({ baseline, input, target }) => exact.attribute({ baseline, input, target })),
    );
    for (const [i, { baseline, input, target }] of lines.entries()) {
      expectSame(found[i], await exactIntegratedGradients(loaded.network, { baseline, input, target }));
    }
  });

  it('refuse what one thread refuses, in the same words, and go on', async () => {
    const [{ baseline, input, target }] = lines;
    for (const [from, to, unit] of [
      [baseline, input, 10],
      [baseline, input.subarray(1), 7],
      [baseline.map(() => NaN), input, 7],
    ] as const) {
      const expected = await messageOf(
        exactIntegratedGradients(loaded.network, { baseline: from, input: to, target: unit }),
      );
      expect(expected).toBeInstanceOf(UserError);
      expect(await messageOf(exact.attribute({ baseline: from, input: to, target: unit }))).toEqual(expected);
    }
    expect((await exact.attribute({ baseline, input, target })).regions).toBe(864);
  });
});

describe('openExact', () => {
  it('knows what it loaded', async () => {
    const exact = await openExact('mnist_dense', { threads: 1 });
    expect(exact.loaded).toMatchObject({ name: 'mnist_dense', dataset: 'mnist_test' });
    await exact.close();
  });

  it('when closed, finishes the calls that are under way and takes no more', async () => {
    const exact = await openExact('mnist_dense', { threads: 2 });
    const [{ baseline, input, target }] = lines;
    const before = exact.attribute({ baseline, input, target });
    const closed = exact.close();
    const after = exact.attribute({ baseline, input, target });
    await expect(after).rejects.toThrow('The threads have been closed; open new ones.');
    expect((await before).completenessGap).toBeLessThan(1e-12);
    await closed;
  });

  it('refuses a network that is not there, before any thread starts, and what is no number of threads', async () => {
    await expect(openExact('mnist_convsmal', { threads: 2 })).rejects.toThrow("Did you mean 'mnist_convsmall'?");
    await expect(openExact('mnist_dense', { threads: 0 })).rejects.toThrow(
      'The number of threads is 0; expected a whole number from 1 to 1024.',
    );
  });
});

it('takes of a file the output that is named, in every thread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openExact-'));
  const nodes = [{ op: 'Relu' }, { op: 'Neg', output: 'z' }];
  writeFileSync(join(folder, 'two.onnx'), onnxModel({ input: ['N', 2], nodes, outputs: ['y', 'z'] }));
  const exact = await openExact(join(folder, 'two.onnx'), { threads: 2, reading: { output: 'z' } });
  const { attributions } = await exact.attribute({
    baseline: Float64Array.of(0, 0),
    input: Float64Array.of(2, 1),
    target: 0,
  });
  expect([...attributions]).toEqual([-2, 0]);
  await exact.close();
  rmSync(folder, { recursive: true });
});

describe('a network that ends in a softmax', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exact-ig-'));
  const file = join(folder, 'softmax.onnx');
  writeFileSync(file, endingIn(readFileSync(join(projectRoot, 'networks', 'mnist_dense.onnx')), 'Softmax'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([undefined, 'logits'])('has its output %s attributed by parts as on the whole line', async (output) => {
    const reading = output === undefined ? {} : { output };
    const exact = await openExact(file, { threads: 2, reading });
    const { network } = await loadNetwork(file, reading);
    const [{ baseline, input, target }] = lines;
    const found = await exact.attribute({ baseline, input, target });
    await exact.close();
    const whole = await exactIntegratedGradients(network, { baseline, input, target });
    expect([found.regions, found.outputDifference]).toEqual([whole.regions, whole.outputDifference]);
    expect(found.completenessGap).toBeLessThan(1e-9);
    const norm = whole.attributions.reduce((sum, a) => sum + Math.abs(a), 0);
    found.attributions.forEach((a, i) => {
      expect(Math.abs(a - whole.attributions[i])).toBeLessThan(1e-12 * norm);
    });
  });
});
