import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { UserError } from '../../base/index.ts';

/**
 * A pivot that is so small, relative to the largest, is rounding; independent rows of zeros and ones have larger ones.
 */
const smallestPivot = 1e-12;

/** Rows (one for each sample), targets and weights of a linear regression. */
export interface Regression {
  readonly rows: readonly ArrayLike<number>[];
  readonly targets: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Weighted ridge regression with an intercept that is not penalised: the b that minimises, over b and a,
 * `sum of weight (target - a - row b)^2 + ridge |b|^2`.
 *
 * @throws UserError if the rows do not determine b
 */
export function ridgeRegression({ rows, targets, weights }: Regression, ridge: number): Float64Array {
  const roots = weights.map(Math.sqrt);
  const centred = (values: Matrix): Matrix => {
    const means = Matrix.rowVector(weights).mmul(values).div(Matrix.rowVector(weights).sum());
    return values.subRowVector(means).mulColumnVector(roots);
  };
  const x = centred(new Matrix([...rows]));
  const y = centred(Matrix.columnVector(targets));
  const gram = x.gram().add(Matrix.eye(x.columns, x.columns, ridge));
  return Float64Array.from(decompose(gram).solve(x.transposeMultiply(y)).to1DArray());
}

/** A least squares fit whose coefficients have a given sum. */
export interface ConstrainedFit {
  readonly coefficients: Float64Array;
  /** Of each row: target less fit. */
  readonly residuals: Float64Array;
  /** Takes a change of `sum of weight * row * target` to the change of the coefficients. */
  readonly response: Matrix;
}

/**
 * Weighted least squares without intercept under the constraint that the coefficients sum to `total`, by its Lagrange
 * multiplier. The constraint itself must be among the rows, so that the Gram matrix is regular.
 *
 * @throws UserError if the rows do not determine the coefficients
 */
export function constrainedLeastSquares({ rows, targets, weights }: Regression, total: number): ConstrainedFit {
  const x = new Matrix([...rows]);
  const roots = weights.map(Math.sqrt);
  const scaled = x.clone().mulColumnVector(roots);
  const inverse = decompose(scaled.gram()).solve(Matrix.eye(x.columns));
  const ones = inverse.mmul(Matrix.ones(x.columns, 1));
  const response = Matrix.sub(inverse, ones.mmul(ones.transpose()).div(ones.sum()));
  const moments = scaled.transposeMultiply(Matrix.columnVector(targets).mulColumnVector(roots));
  const coefficients = response.mmul(moments).add(Matrix.mul(ones, total / ones.sum()));
  const residuals = Matrix.columnVector(targets).sub(x.mmul(coefficients));
  return {
    coefficients: Float64Array.from(coefficients.to1DArray()),
    residuals: Float64Array.from(residuals.to1DArray()),
    response,
  };
}

function decompose(gram: Matrix): CholeskyDecomposition {
  const decomposition = new CholeskyDecomposition(gram);
  const pivots = decomposition.lowerTriangularMatrix.diagonal().map((root) => root ** 2);
  const largest = pivots.reduce((a, b) => Math.max(a, b), 0);
  if (pivots.every((pivot) => pivot > smallestPivot * largest)) return decomposition;
  throw new UserError(
    `The samples do not tell ${gram.rows} features apart; ask for more samples, or use larger features.`,
  );
}
