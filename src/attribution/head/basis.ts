/** What is left out of vectors, relative to the largest of them. */
const leastShare = 1e-13;

/** Vectors as sums: vector j is `sum over k of shares[k][j] * directions[k]`. */
export interface Basis {
  readonly directions: readonly Float64Array[];
  readonly shares: readonly Float64Array[];
}

/**
 * A few orthogonal directions of which all vectors are combinations, to rounding: a QR decomposition with column
 * pivoting, by Gram & Schmidt, that ends where nothing is left of any vector. Cost: vectors x their length x
 * directions.
 */
export function basisOf(vectors: readonly Float64Array[]): Basis {
  const largest = Math.max(0, ...vectors.map(largestOf));
  const rest = vectors.map((vector) => vector.map((x) => x / largest));
  const squares = Float64Array.from(rest, squareOf);
  const least = leastShare ** 2 * squares.reduce((a, b) => Math.max(a, b), 0);
  const directions: Float64Array[] = [];
  const shares: Float64Array[] = [];
  while (directions.length < vectors.length) {
    const pivot = squares.reduce((best, square, j) => (square > squares[best] ? j : best), 0);
    if (!(squares[pivot] > least)) break;
    const size = Math.sqrt(squares[pivot]);
    const direction = rest[pivot].map((x) => x / size);
    const share = new Float64Array(vectors.length);
    rest.forEach((vector, j) => {
      if (squares[j] <= least) return;
      const part = (share[j] = dot(direction, vector));
      let square = 0;
      for (let i = 0; i < vector.length; i++) square += (vector[i] -= part * direction[i]) ** 2;
      squares[j] = j === pivot ? 0 : square;
    });
    directions.push(direction);
    shares.push(share.map((x) => x * largest));
  }
  return { directions, shares };
}

function largestOf(vector: Float64Array): number {
  let most = 0;
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i]));
  return most;
}

function squareOf(vector: Float64Array): number {
  return dot(vector, vector);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
