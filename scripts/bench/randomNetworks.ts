import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import {
  AveragePool,
  Conv2D,
  Dense,
  inputName,
  Network,
  noPadding,
  ReLU,
  type Layer,
  type NodeDefinition,
  type Shape,
} from '../../src/network/index.ts';

/** Weights have this variance over the number of inputs, so that centred values keep theirs: 1 / (1/2 - 1/2pi). */
const variance = 2 / (1 - 1 / Math.PI);
const outputs = 10;
const filters = 16;

/**
 * Dense layers of random weights, with ReLUs between them. The weights of each unit sum to 0, which takes out what all
 * units of a layer have in common: then neighbouring points go apart from layer to layer, and the regions of a line
 * grow exponentially with the depth.
 */
export function denseNetwork(width: number, depth: number, random: RandomGenerator): Network {
  const hidden = Array.from({ length: depth }, (): Layer[] => [centredDense(width, width, random), new ReLU()]);
  return chain([width], [...hidden.flat(), centredDense(width, outputs, random)]);
}

/**
 * Two convolutions of 3 x 3, 16 filters each, over a square image, with ReLUs behind them; a mean and a dense layer end
 * it.
 */
export function convolutionalNetwork(side: number, random: RandomGenerator): Network {
  const convolution = (channels: number): Layer => {
    const padding = { top: 1, left: 1, bottom: 1, right: 1 };
    return new Conv2D(weights(9 * channels, filters, random), new Float64Array(filters), {
      size: [3, 3],
      strides: [1, 1],
      padding,
    });
  };
  const mean = new AveragePool({ size: [side, side], strides: [1, 1], padding: noPadding }, false);
  const layers = [
    convolution(1),
    new ReLU(),
    convolution(filters),
    new ReLU(),
    mean,
    new Dense(weights(filters, outputs, random), new Float64Array(outputs)),
  ];
  return chain([side, side, 1], layers);
}

/** A point with coordinates spread evenly over (-1, 1). */
export function point(size: number, random: RandomGenerator): Float64Array {
  return Float64Array.from({ length: size }, () => 2 * uniformFloat64(random) - 1);
}

function chain(shape: Shape, layers: readonly Layer[]): Network {
  const name = (index: number): string => (index < 0 ? inputName : `layer_${index}`);
  return new Network(
    shape,
    layers.map((layer, i): NodeDefinition => ({ name: name(i), layer, inputs: [name(i - 1)] })),
  );
}

function centredDense(inputs: number, units: number, random: RandomGenerator): Dense {
  const kernel = weights(inputs, units, random);
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let i = unit; i < kernel.length; i += units) sum += kernel[i];
    for (let i = unit; i < kernel.length; i += units) kernel[i] -= sum / inputs;
  }
  return new Dense(kernel, new Float64Array(units));
}

function weights(inputs: number, units: number, random: RandomGenerator): Float64Array {
  const bound = Math.sqrt((3 * variance) / inputs);
  return point(inputs * units, random).map((x) => bound * x);
}
