import { describe, expect, it } from 'vitest';
import { connected } from '../../src/network/connected.ts';
import { Dense, inputName, Network, ReLU } from '../../src/network/index.ts';
import { turned } from '../../src/network/turned.ts';

describe('a layer is connected', () => {
  const dense = new Dense(Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 0));

  it('once on inputs of the same shapes, whichever networks it stands in', () => {
    const [whole, part] = [2, 1].map(
      (layers) =>
        new Network(
          [2],
          [
            { name: 'fc', layer: dense, inputs: [inputName] },
            { name: 'relu', layer: new ReLU(), inputs: ['fc'] },
          ].slice(0, layers),
        ),
    );
    expect(part.nodes[0].operation).toBe(whole.nodes[0].operation);
    expect(connected(dense, [[2]])).toBe(whole.nodes[0].operation);
  });

  it('again on others', () => {
    const relu = new ReLU();
    expect(connected(relu, [[2]]).shape).toEqual([2]);
    expect(connected(relu, [[3, 4, 1]]).shape).toEqual([3, 4, 1]);
    expect(connected(relu, [[2]]).shape).toEqual([2]);
  });
});

it('a matrix of any size is turned by squares', () => {
  // Number (row, column) is 1000 row + column; sizes lie on both sides of a square of 32.
  for (const [rows, columns] of [
    [1, 5],
    [32, 33],
    [70, 31],
  ]) {
    const matrix = Float64Array.from(
      { length: rows * columns },
      (_, i) => 1000 * Math.floor(i / columns) + (i % columns),
    );
    const expected = Float64Array.from({ length: rows * columns }, (_, i) => 1000 * (i % rows) + Math.floor(i / rows));
    expect(turned(matrix, rows, columns)).toEqual(expected);
  }
});
