import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { commonShape, formatShape, sizeOf, type Shape } from '../shape.ts';
import { countUp, diagonalMatrix } from '../tiledMatrix.ts';
import { repeated } from './channelwise.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * `sum_i coefficients[i] * input_i + bias`, unit by unit, of inputs of one shape: differences, means, products with
 * constants. PReLU too: with `relu` the ReLU of `x`, slopes times `x` and `1 - slopes` times `relu`.
 */
export class WeightedSum implements LayerDefinition {
  readonly type = 'WeightedSum';

  /**
   * @param coefficients one list for each input: a number for all units, one for each channel, which is the last
   *   axis, or one for each unit
   * @param bias likewise
   */
  constructor(
    readonly coefficients: readonly Float64Array[],
    readonly bias: Float64Array = Float64Array.of(0),
  ) {}

  connect(inputs: readonly Shape[]): Linear {
    const shape = commonShape(inputs);
    if (inputs.length !== this.coefficients.length) {
      throw new UserError(`it has ${inputs.length} inputs, but coefficients for ${this.coefficients.length}.`);
    }
    const units = sizeOf(shape);
    for (const { length } of [...this.coefficients, this.bias]) {
      if (length === 1 || length === units || length === shape.at(-1)) continue;
      throw new UserError(
        `its inputs ${formatShape(shape)} have ${units} units, but it has ${length} coefficients; expected 1, one for each channel or one for each unit.`,
      );
    }
    const matrices = this.coefficients.map((of) =>
      diagonalMatrix(units, of, of.length === 1 ? undefined : countUp(units).map((unit) => unit % of.length)),
    );
    return {
      family: 'linear',
      shape,
      matrices,
      ...(this.bias.some((x) => x !== 0) && { bias: repeated(this.bias, units) }),
    };
  }
}
