import { checkInteger, UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, formatShape, sizeOf, type Shape } from '../shape.ts';
import { countUp, sparseMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';

/** Inputs side by side along one axis. */
export class Concat implements LayerDefinition {
  readonly type = 'Concat';

  /** @param axis of the shape without batch: 2 for the channels of an image, 0 for vectors */
  constructor(readonly axis: number) {
    checkInteger('The axis of a Concat layer', axis, 0);
  }

  connect(inputs: readonly Shape[]): Linear {
    const { axis } = this;
    const [first] = inputs;
    const fits = inputs.every(
      (input) => input.length === first.length && input.every((size, i) => i === axis || size === first[i]),
    );
    if (!fits || axis >= first.length) {
      throw new UserError(`its inputs ${inputs.map(formatShape).join(', ')} do not join along axis ${axis}.`);
    }
    const shape = checkShape(
      first.map((size, i) => (i === axis ? inputs.reduce((sum, input) => sum + input[axis], 0) : size)),
    );
    const inner = sizeOf(first.slice(axis + 1));
    let before = 0;
    const matrices = inputs.map((input) => {
      const run = input[axis] * inner;
      const shift = before * inner;
      before += input[axis];
      const groups = countUp(sizeOf(input));
      const starts = groups.map((unit) => Math.floor(unit / run) * shape[axis] * inner + shift + (unit % run));
      return sparseMatrix(sizeOf(shape), sizeOf(input), Float64Array.of(1), { groups, starts });
    });
    return { family: 'linear', shape, matrices };
  }
}
