import { checkVector, UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { formatShape, sizeOf, type Shape } from '../shape.ts';
import { tiledMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';

/** Every output unit is a weighted sum of all input units; an image is read as the vector of its units. */
export class Dense implements LayerDefinition {
  readonly type = 'Dense';
  readonly units: number;

  /**
   * @param kernel inputs x units, row-major
   * @param bias one for each unit
   */
  constructor(
    readonly kernel: Float64Array,
    readonly bias: Float64Array,
  ) {
    checkVector('kernel of a Dense layer', kernel);
    checkVector('bias of a Dense layer', bias);
    this.units = bias.length;
  }

  connect([input]: readonly Shape[]): Linear {
    const columns = sizeOf(input);
    if (this.kernel.length !== columns * this.units) {
      throw new UserError(
        `its input has ${columns} units (${formatShape(input)}), but its weights are for ${this.kernel.length / this.units}.`,
      );
    }
    const size = { rows: this.units, columns, tileRows: this.units, tileColumns: columns };
    const matrix = tiledMatrix(size, this.kernel, { groups: Int32Array.of(0), starts: Int32Array.of(0) });
    return { family: 'linear', shape: [this.units], matrices: [matrix], bias: this.bias };
  }
}
