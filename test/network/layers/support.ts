import { inputName, Network, type Layer, type Shape } from '../../../src/network/index.ts';

/** The values of a layer by itself. */
export function valuesOf(layer: Layer, shape: Shape, x: ArrayLike<number>): number[] {
  return [...alone(layer, shape).evaluate(Float64Array.from(x))];
}

/** The network of one layer. */
export function alone(layer: Layer, shape: Shape): Network {
  return new Network(shape, [{ name: 'layer', layer, inputs: [inputName] }]);
}

/** 0, 1, 2, ... for a shape. */
export function counting(shape: Shape): Float64Array {
  return Float64Array.from({ length: shape.reduce((product, axis) => product * axis, 1) }, (_, i) => i);
}
