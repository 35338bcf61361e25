import { UserError } from '../../../../base/index.ts';
import { Multiply, PiecewiseLinear, SmoothFunction, WeightedSum, type Layer } from '../../../layers/index.ts';
import { inputName, Network, type NodeDefinition } from '../../../network.ts';
import { sizeOf } from '../../../shape.ts';
import { sameOrder } from '../../order.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Tensor } from '../value.ts';
import { affine } from './arithmetic.ts';
import { joinedPieces } from './joinedPieces.ts';
import { roundingOfFile, scaled, type Pieces } from './pieces.ts';
import { piecesOf } from './piecesOf.ts';

/** Layers of which every unit is a function of the units at the same place. */
const unitwise: ReadonlySet<Layer['type']> = new Set([
  'Add',
  'Divide',
  'ELU',
  'Flatten',
  'GELU',
  'HardTanh',
  'LeakyReLU',
  'Multiply',
  'PiecewiseLinear',
  'Power',
  'ReLU',
  'Reshape',
  'Sigmoid',
  'SmoothFunction',
  'Softplus',
  'Tanh',
  'WeightedSum',
] satisfies Layer['type'][]);

/**
 * A function of steps times a function of the same numbers that is 0 wherever the first one jumps, so that the product
 * does not: a function of pieces where it is one, else a product with a factor whose derivative is 0.
 */
export function masked(operator: Operator, step: Step, factor: Tensor): Tensor {
  const { x } = step;
  const pieces = piecesOf(operator, factor, x);
  if (pieces !== undefined)
    return ofPieces(
      operator,
      joinedPieces(step, (value) => scaled(pieces, value, 0)),
      x,
    );
  if (!sameOrder(factor.order, x.order) || !isZeroAt(operator, factor, step))
    throw new UserError(
      `it multiplies by a function of steps, which jumps at ${step.thresholds.join(', ')}, what is not known to be 0 there, and what a jump adds is in no gradient.`,
    );
  const steps = operator.reshaped(stepped(operator, step), factor.ours);
  return operator.append(new Multiply(), [factor, steps]);
}

/** A function of the units of a tensor; no layer where it is the tensor itself. */
export function ofPieces(operator: Operator, { thresholds, slopes, slopesAt, intercepts }: Pieces, x: Tensor): Tensor {
  if (thresholds.length > 0)
    return operator.append(new PiecewiseLinear(thresholds, slopes, slopesAt, intercepts[0]), [x]);
  if (slopes[0] === 1 && intercepts[0] === 0) return x;
  return affine(operator, x, Float64Array.of(slopes[0]), Float64Array.of(intercepts[0]));
}

/** The steps themselves, each made of what stands on one side of its threshold, so that it is a kink on a line. */
function stepped(operator: Operator, { x, thresholds, values, valuesAt }: Step): Tensor {
  const { name } = operator;
  const sides = thresholds.map((threshold, i) => {
    const isHeld = valuesAt[i] === values[i + 1];
    const beyond = isHeld
      ? new PiecewiseLinear([threshold], [-1, 0], [0], threshold)
      : new PiecewiseLinear([threshold], [0, 1], [0], 0);
    const tensor = operator.append(beyond, [x], `${name}/beyond`);
    const jump = values[i + 1] - values[i];
    return {
      tensor: operator.append(new SmoothFunction('positive'), [tensor], `${name}/step`),
      weight: isHeld ? -jump : jump,
      constant: isHeld ? jump : 0,
    };
  });
  const constant = sides.reduce((sum, side) => sum + side.constant, values[0]);
  return operator.append(
    new WeightedSum(
      sides.map(({ weight }) => Float64Array.of(weight)),
      Float64Array.of(constant),
    ),
    sides.map(({ tensor }) => tensor),
    `${name}/steps`,
  );
}

function isZeroAt(operator: Operator, factor: Tensor, { x, thresholds }: Step): boolean {
  const layers = layersBetween(operator, x.node, factor.node);
  if (layers === undefined) return false;
  const network = new Network(x.ours, layers);
  return thresholds.every((threshold) =>
    network
      .evaluate(new Float64Array(sizeOf(x.ours)).fill(threshold))
      .every((value) => Math.abs(value) <= roundingOfFile),
  );
}

/**
 * What a node is computed from by another, unit by unit, with that one as input; undefined if from something else too.
 */
function layersBetween(operator: Operator, from: string, to: string): NodeDefinition[] | undefined {
  const needed = new Set([to]);
  const layers = operator.translation.nodes.list.toReversed().filter(({ name, inputs }) => {
    if (!needed.has(name) || name === from) return false;
    for (const input of inputs) needed.add(input);
    return true;
  });
  const isOfOthers = from !== inputName && needed.has(inputName);
  if (isOfOthers || layers.length === 0 || !layers.every(({ layer }) => unitwise.has(layer.type))) return undefined;
  return layers
    .reverse()
    .map((layer) => ({ ...layer, inputs: layer.inputs.map((input) => (input === from ? inputName : input)) }));
}
