import { describe, expect, it } from 'vitest';
import { basisOf } from '../../src/attribution/head/basis.ts';
import { randomArray, seeded } from '../helpers/randomNetworks.ts';

describe('a basis of vectors', () => {
  const random = seeded(1);
  const few = Array.from({ length: 3 }, () => randomArray(random, 50));
  const vectors = Array.from({ length: 12 }, () => {
    const shares = randomArray(random, 3);
    return new Float64Array(50).map((_, i) => shares.reduce((sum, share, k) => sum + share * few[k][i], 0));
  });

  it.each([1, 1e-290, 1e290])(
    'has as many orthonormal directions as dimensions, and gives back the vectors, of size %s',
    (size) => {
      const scaled = vectors.map((vector) => vector.map((x) => x * size));
      const { directions, shares } = basisOf(scaled);
      expect(directions).toHaveLength(3);
      directions.forEach((a, i) => {
        directions.forEach((b, j) => {
          expect(a.reduce((sum, x, n) => sum + x * b[n], 0)).toBeCloseTo(i === j ? 1 : 0, 12);
        });
      });
      scaled.forEach((vector, j) => {
        vector.forEach((x, i) => {
          expect(directions.reduce((sum, direction, k) => sum + shares[k][j] * direction[i], 0) / size).toBeCloseTo(
            x / size,
            11,
          );
        });
      });
    },
  );

  it('of zeros is empty', () => {
    expect(basisOf([new Float64Array(4), new Float64Array(4)]).directions).toHaveLength(0);
  });
});
