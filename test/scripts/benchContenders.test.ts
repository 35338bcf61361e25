import { describe, expect, it } from 'vitest';
import { contendersFor, coresContender, examine, exactWith, plainContender } from '../../scripts/bench/contenders.ts';
import { countingKernels } from '../../scripts/bench/countingKernels.ts';
import { lineOf } from '../../scripts/bench/lines.ts';
import type { ExactAttributions, Findings, LineAttributions } from '../../src/attribution/index.ts';
import { openExact } from '../../src/cores/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { plainKernels } from '../../src/line/index.ts';
import { Conv2D, noPadding } from '../../src/network/index.ts';
import { trapezoid } from '../../src/quadrature/index.ts';

const line = await lineOf({ kind: 'dense', width: 12, depth: 2 });
const known = await examine(line);
const { attributions } = known.exact;
const largest = Math.max(...attributions.map(Math.abs));

/** What a contender of this name finds. */
async function resultOf(name: string): Promise<unknown> {
  const gradients = await gradientsOf(line.network, { backend: 'cpu' });
  const contender = contendersFor(line, known, gradients).find((one) => one.name === name);
  const result = await contender?.run();
  gradients.dispose();
  return result;
}

function expectNear(actual: Float64Array, expected: Float64Array, tolerance: number): void {
  const far = actual.findIndex((value, i) => Math.abs(value - expected[i]) > tolerance * largest);
  expect(far).toBe(-1);
}

describe('the contenders', () => {
  it('have three ways to the same exact attributions', async () => {
    const sweep = (await resultOf('exact, sweep, one thread')) as ExactAttributions;
    expect(sweep.attributions).toEqual(attributions);
    const plain = (await plainContender(line).run()) as Float64Array;
    expect(plain.map((gradient, i) => gradient * (line.input[i] - line.baseline[i]))).toEqual(attributions);
    const [paper] = (await resultOf("exact, the paper's algorithm")) as Float64Array[];
    expectNear(paper, attributions, 1e-5); // float32
  });

  it('have all cores on one image, with the same regions', async () => {
    const image = await lineOf({ kind: 'image', network: 'mnist_dense', stretch: 1 });
    const cores = await openExact('mnist_dense', { threads: 2 });
    const { regions, completenessGap } = (await coresContender(image, cores).run()) as LineAttributions;
    await cores.close();
    expect(regions).toBe((await examine(image)).exact.regions);
    expect(completenessGap).toBeLessThan(1e-12);
  });

  it('have the trapezoid with the samples that it needs', async () => {
    const [sampled] = (await resultOf('trapezoid to 5 %')) as Float64Array[];
    const [exactly] = await known.exact.integrator.attribute([trapezoid.measure((known.samples ?? 0) - 1)]);
    expectNear(sampled, exactly, 1e-5); // float32
    expect(sampled).not.toEqual(attributions);
  });

  it('have the study of both engines, which find the same', async () => {
    const sweep = (await resultOf('study, sweep')) as Findings;
    const network = (await resultOf('study, network engine')) as Findings;
    expect(network.samples).toEqual(sweep.samples);
    expect(network.mTilde?.partitions).toBe(sweep.mTilde?.partitions);
    expect(sweep.samples.get(trapezoid)).toBe(known.samples);
  });
});

describe('countingKernels', () => {
  it('computes what the plain kernels do, and counts', () => {
    const { kernels, work } = countingKernels();
    expect(exactWith(kernels, line)).toEqual(exactWith(plainKernels, line));
    expect(work.multiplyAdds).toBeGreaterThan(known.exact.regions * line.network.inputSize);
    expect(work.unitsMet).toBeGreaterThan(known.exact.regions);
  });

  it('counts a product for each weight of the columns that are added, and one for each lane where vectors come in lanes', () => {
    const window = { size: [2, 2], strides: [1, 1], padding: noPadding } as const;
    const convolution = new Conv2D(new Float64Array(2 * 2 * 3).fill(1), new Float64Array(3), window);
    const [matrix] = convolution.connect([[3, 3, 1]]).matrices;
    const { kernels, work } = countingKernels();
    const address = 0; // of no use to these kernels
    const sums = {
      width: 3,
      values: new Float64Array(12),
      touched: new Int32Array(4),
      count: 0,
      marked: new Int32Array(4),
      address,
    };
    // A corner lies under one window of three filters, the middle under all four.
    const held = { ...matrix, address };
    kernels.addColumns(held, { units: Int32Array.of(0, 4), changes: Float64Array.of(1, 1), address }, 0, 2, sums);
    expect(work.multiplyAdds).toBe(3 + 12);
    expect([...sums.values].reduce((sum, value) => sum + value)).toBe(3 + 12);
    const all = {
      columns: Int32Array.from({ length: 9 }, (_, i) => i),
      receivers: new Int32Array(9),
      factors: new Float64Array(9),
      address,
    };
    const vectors = { lanes: 8, numbers: new Float64Array(8 * 12), first: 0, address } as const;
    kernels.pull(held, all, 9, vectors, new Float64Array(8 * 9));
    expect(work.multiplyAdds).toBe(15 + 8 * 4 * 4 * 3);
  });
});
