import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, formatShape, sizeOf, type Shape } from '../shape.ts';
import { countUp, tiledMatrix } from '../tiledMatrix.ts';
import { repeated } from './channelwise.ts';
import type { LayerDefinition } from './layer.ts';

/** A dense layer along the last axis, the same at every place: a product with a constant matrix from the right. */
export class Pointwise implements LayerDefinition {
  readonly type = 'Pointwise';
  readonly units: number;

  /**
   * @param kernel channels x units, row-major
   * @param bias one for each unit
   */
  constructor(
    readonly kernel: Float64Array,
    readonly bias: Float64Array,
  ) {
    this.units = bias.length;
  }

  connect([input]: readonly Shape[]): Linear {
    const { kernel, units } = this;
    const channels = input.at(-1) ?? 1;
    if (kernel.length !== channels * units) {
      throw new UserError(
        `its input ${formatShape(input)} has ${channels} channels, but its weights are for ${kernel.length / units}.`,
      );
    }
    const shape = checkShape([...input.slice(0, -1), units]);
    const size = { rows: sizeOf(shape), columns: sizeOf(input), tileRows: units, tileColumns: channels };
    const groups = countUp(size.columns / channels);
    const matrix = tiledMatrix(size, kernel, { groups, starts: groups.map((place) => place * units) });
    return { family: 'linear', shape, matrices: [matrix], bias: repeated(this.bias, size.rows) };
  }
}
