import { Tanh, Softplus, type Layer } from '../../../layers/index.ts';
import type { Translate } from '../operator.ts';
import { constantOf } from '../value.ts';
import { affine } from './arithmetic.ts';
import { spread } from './broadcast.ts';
import { made } from './made.ts';
import { slice } from './slice.ts';

/** `alpha f(beta x)`. */
function stretched(layer: Layer): Translate {
  return (operator) => {
    const { attributes, name } = operator;
    const [alpha, beta] = ['alpha', 'beta'].map((of) => Float64Array.of(attributes.float(of, 1)));
    const inner = affine(operator, operator.tensor(), beta);
    return affine(operator, operator.append(layer, [inner], `${name}/activation`), alpha);
  };
}

const affineOf: Translate = (operator) => {
  const [factor, offset] = ['alpha', 'beta'].map((of) => Float64Array.of(operator.attributes.float(of, 1)));
  return affine(operator, operator.tensor(), factor, offset);
};

/** Of an image, by one factor for all and a number added to each channel. */
const imageScaler: Translate = (operator) => {
  const { attributes } = operator;
  const x = operator.tensor();
  const bias = attributes.floats('bias') ?? [0];
  return affine(
    operator,
    x,
    Float64Array.of(attributes.float('scale', 1)),
    spread(constantOf([bias.length, 1, 1], bias), x),
  );
};

/** Cells of an image: `border` of them are left out at the left, top, right and bottom. */
const crop: Translate = (operator) => {
  const x = operator.tensor();
  const [left, top, right, bottom] = operator.attributes.ints('border', [0, 0, 0, 0]);
  const [rows, columns] = operator.attributes.ints('scale', [x.shape[2] - top - bottom, x.shape[3] - left - right]);
  const ends = [
    [top, left],
    [top + rows, left + columns],
    [2, 3],
  ];
  return made(operator, 'cells', slice, [x, ...ends.map((places) => constantOf([2], places, true))]);
};

/** Operators of before opset 10 that were experiments, and that ONNX Runtime still has. */
export const early: Readonly<Record<string, Translate>> = {
  Affine: affineOf,
  Crop: crop,
  ImageScaler: imageScaler,
  ParametricSoftplus: stretched(new Softplus()),
  ScaledTanh: stretched(new Tanh()),
};
