import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import { roomOnLine } from '../../../src/line/graph/bytes.ts';
import { matricesOf } from '../../../src/line/graph/graph.ts';
import { bytesOnLine, lineGraph, restrict } from '../../../src/line/index.ts';
import { Dense, inputName, Network, ReLU, transposed } from '../../../src/network/index.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';

/** 100 inputs, 50 units with a ReLU, one output. */
function wide(): Network {
  const zeros = (count: number): Float64Array => new Float64Array(count);
  return new Network(
    [100],
    [
      { name: 'hidden', layer: new Dense(zeros(5000), zeros(50)), inputs: [inputName] },
      { name: 'relu', layer: new ReLU(), inputs: ['hidden'] },
      { name: 'sum', layer: new Dense(zeros(50), zeros(1)), inputs: ['relu'] },
    ],
  );
}

describe('the bytes of a network on a line', () => {
  it('are twice those of its matrices, of what else was read, and once those of its transposed weights, and 128 for each unit', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const graph = lineGraph(caseOf(seed).network);
        const biases = graph.nodes.flatMap(({ operation }) =>
          operation.family === 'linear' ? (operation.bias ?? []) : [],
        );
        const maxima = graph.nodes.flatMap(({ operation }) =>
          operation.family === 'maximum' ? [operation.pointers, operation.candidates] : [],
        );
        // The oracle transposes.
        const matrices = matricesOf(graph);
        const turned = matrices.map(transposed);
        const arrays = new Set<ArrayBufferView>(
          [...matrices, ...turned].flatMap(({ offsets, starts, pointers }) => [offsets, starts, pointers]),
        );
        for (const { weights } of matrices) arrays.add(weights);
        const own = new Set(turned.map(({ weights }) => weights).filter((weights) => !arrays.has(weights)));
        const onceMore = [...own].reduce((sum, { byteLength }) => sum + byteLength, 0);
        const units = graph.nodes.reduce((sum, { size }) => sum + size, 0);
        for (const array of [...biases, ...maxima]) arrays.add(array);
        const once = [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 8 * units);
        expect(bytesOnLine(graph)).toBe(2 * once + onceMore + 128 * units);
      }),
      { numRuns: 50 },
    );
  });

  it('beyond the memory are told before anything is made of them, with what they are and what to do', () => {
    // 5,000 weights and 50, 5,000 transposed, for a row is its own transpose. Each matrix is one tile: its place and
    // its offset, twice, and four pointers. 51 biases, 101 values. All but the transposed weights twice, and 101 units.
    const once = 8 * (5000 + 50) + 2 * 4 * (2 * 2 + 4) + 8 * (51 + 101);
    const bytes = 2 * once + 8 * 5000 + 128 * 101;
    const [baseline, input] = [new Float64Array(100), new Float64Array(100).fill(1)];
    const bound = (memory: number): unknown => restrict(wide(), { baseline, input }, { memory });
    expect(() => bound(bytes)).toThrow(UserError);
    expect(() => bound(bytes)).toThrow(
      'An exact answer takes at least 0.1 MB, for the weights as they are and transposed and the state of all units, and 0.1 MB are allowed; allow more memory',
    );
    expect(() => bound(bytes + 1)).not.toThrow();
  });

  it('leave the rest of the memory to kinks and paths, which never have more than 128 MiB and 1 GiB', () => {
    const graph = lineGraph(wide());
    expect(roomOnLine(graph, bytesOnLine(graph) + 1000)).toEqual({ kinks: 500, paths: 500 });
    expect(roomOnLine(graph, 1e12)).toEqual({ kinks: 2 ** 27, paths: 2 ** 30 });
    expect(roomOnLine(graph, undefined)).toEqual({ kinks: 2 ** 27, paths: 2 ** 30 });
  });
});
