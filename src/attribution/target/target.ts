import { asFloat64, isRecord, type Numbers, shown, UserError } from '../../base/index.ts';
import { formatShape, sizeOf, type Network, type Shape } from '../../network/index.ts';
import { layerNode } from './layer.ts';

/**
 * A unit of a layer, by its index or its coordinates (row, column, channel), or what is made of the layer's units:
 * a combination with these weights, or a function with its gradient.
 */
export type Unit = number | readonly number[] | Combination | UnitFunction;

/** `sum of weights * units`. */
export interface Combination {
  readonly weights: Numbers;
}

/** Any differentiable function of all units of a layer. */
export interface UnitFunction {
  value(units: Float64Array): number;
  gradient(units: Float64Array): Float64Array;
}

/** What is explained: an output unit by its index, or a unit of a layer. */
export type Target = number | { readonly layer: string; readonly unit: Unit };

/** A target in its network. */
export interface ResolvedTarget {
  readonly layer: string;
  /** Index of the layer. */
  readonly node: number;
  /** Absent of combinations and functions. */
  readonly unit?: number;
  /** What it adds up of the layer's units; undefined if it is a function. */
  readonly weights: Float64Array | undefined;
  readonly value: (units: Float64Array) => number;
  /** The derivatives by the layer's units, where these have these values. */
  readonly gradient: (units: Float64Array) => Float64Array;
}

/** @throws UserError if there is no such layer or unit */
export function resolveTarget(network: Network, target: Target): ResolvedTarget {
  if (typeof target === 'number') return resolveUnit(network, network.nodes.length - 1, target);
  if (!isRecord(target) || !('layer' in target)) {
    throw new UserError(
      `A target is ${shown(target)}; expected the index of an output, or a unit of a layer, like { layer: 'conv2', unit: 0 }.`,
    );
  }
  return resolveUnit(network, layerNode(network, target.layer), target.unit);
}

/** @throws UserError if the layer has no such unit */
export function resolveUnit(network: Network, node: number, unit: Unit): ResolvedTarget {
  const {
    name: layer,
    operation: { shape },
  } = network.nodes[node];
  if (isFunction(unit))
    return { layer, node, weights: undefined, value: (units) => unit.value(units), gradient: gradientOf(unit, layer) };
  if (isCombination(unit)) return { layer, node, ...combination(layer, shape, unit.weights) };
  if (typeof unit !== 'number' && !Array.isArray(unit)) {
    throw new UserError(
      `A unit of layer '${layer}' is ${shown(unit)}; expected an index, coordinates, weights, or a value with its gradient.`,
    );
  }
  const index = typeof unit === 'number' ? unit : indexOf(layer, shape, unit);
  if (!Number.isInteger(index) || index < 0 || index >= sizeOf(shape)) {
    throw new UserError(
      `Target ${index} is not a unit of layer '${layer}'; it has the units 0 to ${sizeOf(shape) - 1}.`,
    );
  }
  const weights = new Float64Array(sizeOf(shape)).fill(1, index, index + 1);
  return { layer, node, unit: index, weights, value: (units) => units[index], gradient: () => weights };
}

function isFunction(unit: unknown): unit is UnitFunction {
  return isRecord(unit) && typeof unit.value === 'function' && typeof unit.gradient === 'function';
}

/** The gradient of a function of a layer's units, which must have a number for each of them. */
function gradientOf(unit: UnitFunction, layer: string): (units: Float64Array) => Float64Array {
  return (units) => {
    const gradient = unit.gradient(units);
    if (gradient.length === units.length && gradient.every(Number.isFinite)) return gradient;
    throw new UserError(
      `The gradient of a function of the units of layer '${layer}' has ${gradient.length} numbers; expected ${units.length} finite ones.`,
    );
  };
}

function isCombination(unit: unknown): unit is Combination {
  return isRecord(unit) && 'weights' in unit;
}

function combination(
  layer: string,
  shape: Shape,
  given: Numbers,
): Pick<ResolvedTarget, 'weights' | 'value' | 'gradient'> {
  const weights = asFloat64(given);
  if (weights?.length !== sizeOf(shape) || !weights.every(Number.isFinite)) {
    const got = weights === undefined ? shown(given) : `${weights.length} numbers`;
    throw new UserError(
      `A combination of the units of layer '${layer}' takes ${sizeOf(shape)} finite weights, one for each; got ${got}.`,
    );
  }
  const value = (units: Float64Array): number => units.reduce((sum, h, i) => sum + weights[i] * h, 0);
  return { weights, value, gradient: () => weights };
}

/** The index of the unit at these coordinates. */
function indexOf(layer: string, shape: Shape, coordinates: readonly number[]): number {
  const inside =
    coordinates.length === shape.length &&
    coordinates.every((c, axis) => Number.isInteger(c) && c >= 0 && c < shape[axis]);
  if (!inside)
    throw new UserError(
      `Layer '${layer}' is ${formatShape(shape)}; it has no unit at ${coordinates.map(shown).join(', ')}.`,
    );
  return coordinates.reduce((index, c, axis) => index * shape[axis] + c, 0);
}
