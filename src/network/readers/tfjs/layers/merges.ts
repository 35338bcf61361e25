import { UserError } from '../../../../base/index.ts';
import { Concat, maximumOfTensors, Multiply, Reshape, Select, WeightedSum } from '../../../layers/index.ts';
import { checkShape, formatShape, sameShape } from '../../../shape.ts';
import { broadcastOrder, largestShape } from '../../order.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';

/** A sum of inputs with a weight for each, which may depend on their number. */
function weighted(weightsOf: (count: number) => readonly number[]): Translate {
  return (layer) => {
    const inputs = broadcast(layer);
    return layer.append(new WeightedSum(weightsOf(inputs.length).map((weight) => Float64Array.of(weight))), inputs);
  };
}

export const add = weighted((count) => new Array<number>(count).fill(1));
export const average = weighted((count) => new Array<number>(count).fill(1 / count));
export const subtract = weighted((count) => {
  if (count === 2) return [1, -1];
  throw new UserError(`it has ${count} inputs, expected two.`);
});

export const multiply: Translate = (layer) => layer.append(new Multiply(), broadcast(layer));

export const maximum: Translate = (layer) => maximumOf(layer, broadcast(layer));

/** The least is the largest of the negated, negated. */
export const minimum: Translate = (layer) => {
  const negated = broadcast(layer).map((input) =>
    layer.append(new WeightedSum([Float64Array.of(-1)]), [input], '/negated'),
  );
  return layer.append(new WeightedSum([Float64Array.of(-1)]), [maximumOf(layer, negated, '/maximum')]);
};

export const concatenate: Translate = (layer) =>
  layer.append(new Concat(layer.itemAxis(layer.config.number('axis', -1))), layer.inputs);

function maximumOf(layer: KerasLayer, inputs: readonly Value[], suffix = ''): Value {
  const [{ shape }] = inputs;
  const rows = inputs.map((input) => layer.append(new Reshape([1, ...shape]), [input], '/row'));
  return layer.append(maximumOfTensors(shape, inputs.length), [layer.append(new Concat(0), rows, '/joined')], suffix);
}

/** Values, repeated along axes of size 1, and along leading axes that they lack, to one shape. */
export function broadcast(layer: KerasLayer, inputs = layer.inputs): readonly Value[] {
  const shape = checkShape(largestShape(inputs.map((input) => input.shape)));
  return inputs.map((input) => {
    if (sameShape(input.shape, shape)) return input;
    const order = broadcastOrder(input.shape, shape);
    if (order !== undefined) return layer.append(new Select(shape, order), [input], '/broadcast');
    throw new UserError(
      `its inputs have different shapes: ${inputs.map((each) => formatShape(each.shape)).join(', ')}.`,
    );
  });
}
