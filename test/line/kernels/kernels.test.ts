import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { assemblyList, declaredKernels, plainList, wasmCalls } from '../../../scripts/kernels/calls.ts';
import { compileKernels, powers, recordClasses } from '../../../scripts/kernels/compile.ts';
import {
  adjointPath,
  fastestKernels,
  integrate,
  lineGraph,
  outputUnit,
  plainKernels,
  restrict,
  SingleErrors,
} from '../../../src/line/index.ts';
import { wasmModule } from '../../../src/line/kernels/wasmModule.ts';
import { kernelsFor } from '../../../src/line/graph/kernelsFor.ts';
import { lebesgue, rules } from '../../../src/quadrature/index.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';
import { toldOf } from '../support.ts';

async function committed(name: string): Promise<string> {
  const text = await readFile(new URL(`../../../src/line/kernels/${name}`, import.meta.url), 'utf8');
  return text.replaceAll('\r\n', '\n');
}

describe('kernels in WebAssembly', () => {
  it('are those that run here', () => {
    expect(fastestKernels().name).toBe('WebAssembly');
  });

  it('leave networks to the plain ones whose weights might not fit into their memory', () => {
    const graph = lineGraph(caseOf(0).network);
    expect(kernelsFor(graph)).toBe(fastestKernels());
    const weights = { byteLength: 2 ** 32 } as Float64Array;
    const nodes = graph.nodes.map((node) => {
      if (node.operation.family !== 'linear') return node;
      return {
        ...node,
        operation: { ...node.operation, matrices: node.operation.matrices.map((matrix) => ({ ...matrix, weights })) },
      };
    });
    expect(kernelsFor({ ...graph, nodes })).toBe(plainKernels);
  });

  it('are what their source compiles to', async () => {
    expect(await committed('wasmModule.ts')).toBe(await compileKernels());
  }, 60_000);

  it('read the records that those in TypeScript write', async () => {
    expect(await committed('assembly/records.ts')).toBe(recordClasses());
  });

  it('have the powers of two of the exponential in TypeScript', async () => {
    expect(await committed('assembly/powersOfTwo.ts')).toBe(powers());
  });

  it('are called by what their list declares, and so are those in TypeScript', async () => {
    expect(await committed('wasmCalls.ts')).toBe(await wasmCalls());
    expect(await committed('assembly/kernels.ts')).toBe(assemblyList());
    expect(await committed('plain/index.ts')).toBe(plainList());
  });

  it('take as many arguments as those in TypeScript', () => {
    const { exports } = new WebAssembly.Instance(
      new WebAssembly.Module(Uint8Array.from(atob(wasmModule), (character) => character.charCodeAt(0))),
      { env: { memory: new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true }) } },
    );
    const { use, ...kernels } = Object.fromEntries(
      Object.entries(plainKernels).filter(([, value]) => typeof value === 'function'),
    ) as Record<string, (...of: never[]) => unknown>;
    expect(use).toBeDefined();
    expect(Object.keys(kernels).sort()).toEqual(
      declaredKernels()
        .map(({ name }) => name)
        .sort(),
    );
    for (const [name, kernel] of Object.entries(kernels))
      expect([name, (exports[name] as typeof kernel).length]).toEqual([name, kernel.length]);
  });

  it('give the figures of the plain ones to the bit', () => {
    // Seven are taken together, and one alone.
    const measures = [lebesgue, ...rules.map((rule) => rule.measure(5)), rules[0].measure(7)];
    const figures = (seed: number, kernels: typeof plainKernels): unknown => {
      const { network, baseline, input, target } = caseOf(seed);
      const restriction = restrict(network, { baseline, input }, { kernels, remember: [lineGraph(network).output] });
      const path = adjointPath(restriction, outputUnit(restriction, target));
      return {
        crossings: restriction.crossings,
        changes: toldOf(restriction),
        integrals: integrate(path, measures, kernels),
      };
    };
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(figures(seed, fastestKernels())).toEqual(figures(seed, plainKernels));
      }),
      { numRuns: 150 },
    );
  });

  it('and the plain ones find in float32 how far integrals are off others, to rounding', () => {
    // A few walks, of which the last is not full.
    const measures = [lebesgue, ...rules.flatMap((rule) => [1, 4, 9].map((n) => rule.measure(n)))];
    const shares = measures.map((_, m) => (m % 3 === 0 ? [0] : [0.5, 0, -1]));
    fc.assert(
      fc.property(
        anySeed,
        fc.constantFrom(fastestKernels(), plainKernels),
        fc.constantFrom(0, 1, 14, 15, 19),
        (seed, kernels, begin) => {
          const { network, baseline, input, target } = caseOf(seed);
          const restriction = restrict(network, { baseline, input }, { kernels });
          const path = adjointPath(restriction, outputUnit(restriction, target));
          const integrals = integrate(path, measures, kernels);
          const others = integrals[1];
          const reference = {
            integrals: integrals[0].map((g) => 1.5 * g + 1),
            weights: integrals[0].map((_, i) => 1 + (i % 3)),
            others: measures[1],
          };
          const errors = new SingleErrors(path, reference, kernels);
          const mixtures = measures.map((measure, m) => ({ measure, shares: shares[m] }));
          // Others are found in the first call, in a walk of their own if need be, and kept.
          const found = [...errors.of(mixtures.slice(0, begin)), ...errors.of(mixtures.slice(begin))];
          integrals.forEach((integral, m) => {
            shares[m].forEach((share, s) => {
              const terms = integral.map(
                (g, i) => reference.weights[i] * Math.abs(g + share * others[i] - reference.integrals[i]),
              );
              const scale = integral.reduce(
                (sum, g, i) => sum + reference.weights[i] * (Math.abs(g) + Math.abs(others[i]) + 1),
                0,
              );
              expect(Math.abs(found[m][s] - terms.reduce((sum, term) => sum + term, 0)) / scale).toBeLessThan(1e-5);
            });
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});
