import { UserError } from '../../../../base/index.ts';
import type { Shape } from '../../../shape.ts';
import type { Value } from '../kerasLayer.ts';

/** What a node gives: numbers that are the same for every input, or a value of ours. */
export type GraphValue = Constant | Computed;

/** Numbers, of a shape without a batch, or with one where a computation has brought one in. */
export interface Constant {
  readonly kind: 'constant';
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** A value for each item: its shape is without the batch, which TensorFlow has in front. */
export interface Computed extends Value {
  readonly kind: 'computed';
  /** Of what is to be read as one image for each place of a block of cells: rows and columns of the block. */
  readonly block?: readonly number[];
}

/** Its shape with the batch in front, which is of one item, where there is one. */
export function fullShape({ kind, shape }: GraphValue): Shape {
  return kind === 'constant' ? shape : [1, ...shape];
}

/** @throws UserError if it is computed */
export function constantOf(value: GraphValue, what: string): Constant {
  if (value.kind === 'constant') return value;
  throw new UserError(`its ${what} is computed from the input, expected a constant.`);
}
