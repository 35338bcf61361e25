import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../scripts/kernels/compile.ts';
import { fastestKernels, integrate, lineGraph, plainKernels, restrict, adjointPath, outputUnit } from '../../src/line/index.ts';
import { lebesgue, rules } from '../../src/quadrature/index.ts';
import { anySeed, caseOf } from '../helpers/randomNetworks.ts';

describe('kernels in WebAssembly', () => {
  it('are those that run here', () => {
    expect(fastestKernels().name).toBe('WebAssembly');
  });

  it('are what their source compiles to', async () => {
    const committed = await readFile(new URL('../../src/line/kernels/wasmModule.ts', import.meta.url), 'utf8');
    expect(committed.replaceAll('\r\n', '\n')).toBe(await compileKernels());
  }, 60_000);

  it('give the figures of the plain ones to the bit', () => {
    const measures = [lebesgue, ...rules.map((rule) => rule.measure(5))];
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
});
