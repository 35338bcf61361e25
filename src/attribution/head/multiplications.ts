import { sizeOf, type Operation } from '../../network/index.ts';

/** Multiplications in operations, of tensors or by weights; where there are none, a unit counts for one. */
export function multiplicationsOf(steps: readonly { readonly operation: Operation }[]): number {
  return steps.reduce((sum, { operation }) => sum + multiplicationsIn(operation), 0);
}

function multiplicationsIn(operation: Operation): number {
  if (operation.family === 'smooth') return operation.multiplications ?? sizeOf(operation.shape);
  if (operation.family !== 'linear') return sizeOf(operation.shape);
  return operation.matrices.reduce(
    (sum, { starts, tileRows, tileColumns }) => sum + starts.length * tileRows * tileColumns,
    0,
  );
}
