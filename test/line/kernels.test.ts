import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../scripts/kernels/compile.ts';
import { adjointPath, fastestKernels, integrate, integrateSingle, lineGraph, outputUnit, plainKernels, restrict } from '../../src/line/index.ts';
import { kernelsFor } from '../../src/line/kernelsFor.ts';
import { lebesgue, rules } from '../../src/quadrature/index.ts';
import { anySeed, caseOf } from '../helpers/randomNetworks.ts';

describe('kernels in WebAssembly', () => {
  it('are those that run here', () => {
    expect(fastestKernels().name).toBe('WebAssembly');
  });

  it('leave networks to the plain ones whose weights might not fit into their memory', () => {
    const graph = lineGraph(caseOf(0).network);
    expect(kernelsFor(graph)).toBe(fastestKernels());
    const weights = { byteLength: 2 ** 31 } as Float64Array;
    const nodes = graph.nodes.map((node) => {
      if (node.operation.family !== 'linear') return node;
      return { ...node, operation: { ...node.operation, matrices: node.operation.matrices.map((matrix) => ({ ...matrix, weights })) } };
    });
    expect(kernelsFor({ ...graph, nodes })).toBe(plainKernels);
  });

  it('are what their source compiles to', async () => {
    const committed = await readFile(new URL('../../src/line/kernels/wasmModule.ts', import.meta.url), 'utf8');
    expect(committed.replaceAll('\r\n', '\n')).toBe(await compileKernels());
  }, 60_000);

  it('give the figures of the plain ones to the bit', () => {
    // Seven are taken together, and one alone.
    const measures = [lebesgue, ...rules.map((rule) => rule.measure(5)), rules[0].measure(7)];
    const figures = (seed: number, kernels: typeof plainKernels): unknown => {
      const { network, baseline, input, target } = caseOf(seed);
      const restriction = restrict(network, baseline, input, { kernels, remember: [lineGraph(network).output] });
      const path = adjointPath(restriction, outputUnit(restriction, target));
      return { crossings: restriction.crossings, changes: restriction.paths, integrals: integrate(path, measures, kernels) };
    };
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(figures(seed, fastestKernels())).toEqual(figures(seed, plainKernels));
      }),
      { numRuns: 150 },
    );
  });

  it('and the plain ones integrate in float32 what they do in float64, to rounding', () => {
    // A few walks, of which the last is not full.
    const measures = [lebesgue, ...rules.flatMap((rule) => [1, 4, 9].map((n) => rule.measure(n)))];
    fc.assert(
      fc.property(anySeed, fc.constantFrom(fastestKernels(), plainKernels), (seed, kernels) => {
        const { network, baseline, input, target } = caseOf(seed);
        const restriction = restrict(network, baseline, input, { kernels });
        const path = adjointPath(restriction, outputUnit(restriction, target));
        const rounded = integrateSingle(path, measures, kernels);
        integrate(path, measures, kernels).forEach((integral, m) => {
          const scale = integral.reduce((largest, g) => Math.max(largest, Math.abs(g)), 1);
          integral.forEach((g, i) => { expect(Math.abs(rounded[m][i] - g) / scale).toBeLessThan(1e-5); });
        });
      }),
      { numRuns: 100 },
    );
  });
});
