import { describe, expect, it } from 'vitest';
import { tiledMatrix, transposed, withWeightsIn } from '../../src/network/index.ts';

/** Of 4 rows and 3 columns: a tile of 2 x 3, with the columns (1, 2), (3, 4), (5, 6), stands twice. */
function twoTiles(): ReturnType<typeof tiledMatrix> {
  const tiles = { groups: Int32Array.of(0, 0), starts: Int32Array.of(0, 2) };
  return tiledMatrix({ rows: 4, columns: 3, tileRows: 2, tileColumns: 3 }, Float64Array.of(1, 2, 3, 4, 5, 6), tiles);
}

describe('the weights of a matrix', () => {
  it('transposed are its tiles, each turned once: its rows (1, 3, 5), (2, 4, 6)', () => {
    const turned = transposed(twoTiles());
    expect(turned.weights).toEqual(Float64Array.of(1, 3, 5, 2, 4, 6));
    expect([turned.rows, turned.columns, turned.tileRows, turned.tileColumns]).toEqual([3, 4, 3, 2]);
  });

  it('go to an array that is made for them, turned there where they are transposed', () => {
    const made: Float64Array[] = [];
    const make = (length: number): Float64Array => {
      made.push(new Float64Array(length));
      return made[made.length - 1];
    };
    const known = new Map<Float64Array, Float64Array>();
    const matrix = twoTiles();
    const [once, turned, again] = [matrix, transposed(matrix), { ...matrix }].map((one) =>
      withWeightsIn(one, make, known),
    );
    expect(made).toEqual([Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 3, 5, 2, 4, 6)]);
    expect(once.weights).toBe(made[0]);
    expect(turned).toEqual({ ...transposed(matrix), weights: made[1] });
    // Matrices that share weights share the copy.
    expect(again.weights).toBe(made[0]);
  });
});
