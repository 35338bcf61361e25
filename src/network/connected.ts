import { UserError } from '../base/index.ts';
import { isFinite } from './finite.ts';
import type { Layer } from './layers/index.ts';
import type { Operation } from './operation.ts';
import { checkShape, sameShape, type Shape } from './shape.ts';

/** What a layer last became. */
interface Connection {
  readonly shapes: readonly Shape[];
  readonly operation: Operation;
}

const known = new WeakMap<Layer, Connection>();

/**
 * The operation of a layer on inputs of these shapes: made once, for the reader of a file, the network and its parts.
 *
 * @throws UserError if the shapes do not fit, or weights are not finite
 */
export function connected(layer: Layer, shapes: readonly Shape[]): Operation {
  const last = known.get(layer);
  if (last?.shapes.length === shapes.length && last.shapes.every((shape, i) => sameShape(shape, shapes[i])))
    return last.operation;
  if (shapes.length === 0) throw new UserError('it takes no input.');
  const operation = layer.connect(shapes);
  checkShape(operation.shape);
  if (!numbersOf(operation).every(isFinite))
    throw new UserError('it has weights that are NaN or infinite; the file is damaged or the training diverged.');
  known.set(layer, { shapes, operation });
  return operation;
}

/** The numbers that an operation is made of. */
function numbersOf(operation: Operation): ArrayLike<number>[] {
  if (operation.family === 'elementwise') return [operation.thresholds, operation.slopes, operation.slopesAt];
  return operation.family === 'linear'
    ? [...operation.matrices.map(({ weights }) => weights), operation.bias ?? []]
    : [];
}
