import { noPadding, type Layer, type Network, type Window } from '../../src/network/index.ts';

/**
 * A second implementation of every piecewise-linear layer, by the definitions and nothing else: nested loops
 * over rows, columns and channels, no tiles, no sharing with the code under test. `value` maps the inputs of
 * a layer to its output, `pull` maps the derivative by the output to the derivatives by the inputs.
 */
export interface Reference {
  /** Of a maximum, for each unit. */
  readonly candidates?: readonly (readonly number[])[];
  value(inputs: number[][]): number[];
  pull(inputs: number[][], adjoint: number[]): number[][];
}

type Image = readonly number[];

/** Visits every pair of an output cell and an input cell under its window. */
function slide(
  { size, strides, padding, dilations = [1, 1] }: Window,
  [rows, columns]: Image,
  [outputRows, outputColumns]: Image,
  visit: (output: number, input: number, i: number, j: number) => void,
): void {
  for (let r = 0; r < outputRows; r++)
    for (let c = 0; c < outputColumns; c++)
      for (let i = 0; i < size[0]; i++)
        for (let j = 0; j < size[1]; j++) {
          const y = r * strides[0] + i * dilations[0] - padding.top;
          const x = c * strides[1] + j * dilations[1] - padding.left;
          if (y >= 0 && y < rows && x >= 0 && x < columns) visit(r * outputColumns + c, y * columns + x, i, j);
        }
}

/** A linear layer from its entries: `visit(output, input, weight)` for every nonzero one of input number k. */
function linear(
  inputSizes: number[],
  outputSize: number,
  bias: (unit: number) => number,
  entries: (k: number, visit: (output: number, input: number, weight: number) => void) => void,
): Reference {
  return {
    value(inputs) {
      const output = Array.from({ length: outputSize }, (_, unit) => bias(unit));
      inputs.forEach((input, k) => {
        entries(k, (o, i, w) => (output[o] += w * input[i]));
      });
      return output;
    },
    pull(_, adjoint) {
      return inputSizes.map((size, k) => {
        const result = new Array<number>(size).fill(0);
        entries(k, (o, i, w) => (result[i] += w * adjoint[o]));
        return result;
      });
    },
  };
}

function elementwise(value: (x: number) => number, derivative: (x: number) => number): Reference {
  return {
    value: ([x]) => x.map(value),
    pull: ([x], adjoint) => [x.map((at, i) => derivative(at) * adjoint[i])],
  };
}

function maximumOf(candidates: number[][]): Reference {
  const winners = (x: number[]): number[] =>
    candidates.map((of) => of.reduce((best, other) => (x[other] > x[best] ? other : best)));
  return {
    candidates,
    value: ([x]) => winners(x).map((winner) => x[winner]),
    pull([x], adjoint) {
      const result = x.map(() => 0);
      winners(x).forEach((winner, unit) => (result[winner] += adjoint[unit]));
      return [result];
    },
  };
}

/** For each unit the input units under its window. */
function windowsOf(window: Window, input: Image, output: Image): number[][] {
  const channels = input[2];
  const windows = Array.from({ length: output[0] * output[1] * channels }, (): number[] => []);
  slide(window, input, output, (o, i) => {
    for (let k = 0; k < channels; k++) windows[o * channels + k].push(i * channels + k);
  });
  return windows;
}

function referenceOf(layer: Layer, shapes: Image[], output: Image): Reference {
  const product = (shape: Image): number => shape.reduce((a, b) => a * b, 1);
  const sizes = shapes.map(product);
  const [input] = shapes;
  const channels = input[input.length - 1];
  switch (layer.type) {
    case 'Dense':
      return linear(
        sizes,
        layer.units,
        (o) => layer.bias[o],
        (_, visit) => {
          for (let i = 0; i < sizes[0]; i++)
            for (let o = 0; o < layer.units; o++) visit(o, i, layer.kernel[i * layer.units + o]);
        },
      );
    case 'Conv2D':
      return linear(
        sizes,
        product(output),
        (o) => layer.bias[o % layer.filters],
        (_, visit) => {
          slide(layer.window, input, output, (o, at, i, j) => {
            const each = channels / layer.groups;
            for (let f = 0; f < layer.filters; f++)
              for (let k = 0; k < each; k++) {
                const weight = layer.kernel[((i * layer.window.size[1] + j) * each + k) * layer.filters + f];
                visit(
                  o * layer.filters + f,
                  at * channels + Math.floor((f * layer.groups) / layer.filters) * each + k,
                  weight,
                );
              }
          });
        },
      );
    case 'ConvTranspose2D': {
      const each = layer.filters / layer.groups;
      return linear(
        sizes,
        product(output),
        (o) => layer.bias[o % layer.filters],
        (_, visit) => {
          slide(layer.window, output, input, (from, to, i, j) => {
            for (let k = 0; k < channels; k++)
              for (let f = 0; f < each; f++) {
                const weight = layer.kernel[((i * layer.window.size[1] + j) * channels + k) * each + f];
                visit(
                  to * layer.filters + Math.floor((k * layer.groups) / channels) * each + f,
                  from * channels + k,
                  weight,
                );
              }
          });
        },
      );
    }
    case 'AveragePool': {
      const counts = new Array<number>(output[0] * output[1]).fill(0);
      slide(layer.window, input, output, (o) => counts[o]++);
      // As many cells of each window as lie on the image with its padding.
      const {
        padding: { top, left, bottom, right },
      } = layer.window;
      const whole = [top + input[0] + bottom, left + input[1] + right];
      const full = new Array<number>(output[0] * output[1]).fill(0);
      slide({ ...layer.window, padding: noPadding }, whole, output, (o) => full[o]++);
      return linear(
        sizes,
        product(output),
        () => 0,
        (_, visit) => {
          slide(layer.window, input, output, (o, at) => {
            for (let k = 0; k < channels; k++)
              visit(o * channels + k, at * channels + k, 1 / (layer.countPadding ? full[o] : counts[o]));
          });
        },
      );
    }
    case 'Normalize': {
      const at = (unit: number): number => unit % layer.mean.length;
      return elementwiseByUnit(
        (x, unit) => (x - layer.mean[at(unit)]) / layer.deviation[at(unit)],
        (unit) => 1 / layer.deviation[at(unit)],
      );
    }
    case 'BatchNorm': {
      const { gamma, beta, mean, variance, epsilon } = layer.parameters;
      const gain = (unit: number): number => gamma[unit % channels] / Math.sqrt(variance[unit % channels] + epsilon);
      return elementwiseByUnit((x, unit) => (x - mean[unit % channels]) * gain(unit) + beta[unit % channels], gain);
    }
    case 'ReLU':
      return elementwise(
        (x) => Math.max(0, x),
        (x) => (x > 0 ? 1 : 0),
      );
    case 'LeakyReLU':
      return elementwise(
        (x) => (x > 0 ? x : layer.alpha * x),
        (x) => (x > 0 ? 1 : layer.alpha),
      );
    case 'HardTanh':
      return elementwise(
        (x) => (x > 1 ? 1 : x < -1 ? -1 : x),
        (x) => (x > -1 && x < 1 ? 1 : 0),
      );
    case 'MaxPool':
      return maximumOf(windowsOf(layer.window, input, output));
    case 'Flatten':
    case 'Reshape':
      return elementwise(
        (x) => x,
        () => 1,
      );
    case 'Add':
      return linear(
        sizes,
        sizes[0],
        () => 0,
        (_, visit) => {
          for (let i = 0; i < sizes[0]; i++) visit(i, i, 1);
        },
      );
    case 'Concat':
      return concat(shapes, output, layer.axis);
    case 'MaximumOf':
      return maximumOf(
        Array.from({ length: product(output) }, (_, unit) =>
          Array.from(layer.candidates.subarray(layer.pointers[unit], layer.pointers[unit + 1])),
        ),
      );
    case 'PiecewiseLinear': {
      const slopeAt = (x: number): number => layer.slopes[layer.thresholds.filter((threshold) => x > threshold).length];
      // The slope is integrated from 0 on, threshold by threshold.
      const value = (x: number): number => {
        const cuts = [...layer.thresholds.filter((t) => t > Math.min(0, x) && t < Math.max(0, x)), Math.max(0, x)];
        let from = Math.min(0, x);
        const integral = cuts.reduce((sum, to) => {
          const part = (to - from) * slopeAt((from + to) / 2);
          from = to;
          return sum + part;
        }, 0);
        return at0 + Math.sign(x) * integral;
      };
      // What the pieces below 0 take from the intercept.
      const at0 = layer.thresholds.reduce(
        (sum, t, p) => sum + (t < 0 ? (layer.slopes[p] - layer.slopes[p + 1]) * t : 0),
        layer.intercept,
      );
      const derivative = (x: number): number =>
        layer.thresholds.includes(x) ? layer.slopesAt[layer.thresholds.indexOf(x)] : slopeAt(x);
      return elementwise(value, derivative);
    }
    case 'Pointwise':
      return linear(
        sizes,
        product(output),
        (o) => layer.bias[o % layer.units],
        (_, visit) => {
          for (let i = 0; i < sizes[0]; i++)
            for (let u = 0; u < layer.units; u++)
              visit(Math.floor(i / channels) * layer.units + u, i, layer.kernel[(i % channels) * layer.units + u]);
        },
      );
    case 'SparseLinear':
      return linear(
        sizes,
        product(output),
        (o) => layer.bias?.[o] ?? 0,
        (_, visit) => {
          const { pointers, columns, weights } = layer.matrix;
          for (let o = 0; o + 1 < pointers.length; o++)
            for (let e = pointers[o]; e < pointers[o + 1]; e++) visit(o, columns[e], weights[e]);
        },
      );
    case 'WeightedSum': {
      const at = (numbers: Float64Array, unit: number): number => numbers[unit % numbers.length];
      return linear(
        sizes,
        sizes[0],
        (o) => at(layer.bias, o),
        (k, visit) => {
          for (let i = 0; i < sizes[0]; i++) visit(i, i, at(layer.coefficients[k], i));
        },
      );
    }
    case 'Select':
      return linear(
        sizes,
        product(output),
        (o) => (layer.indices[o] < 0 ? layer.fill : 0),
        (_, visit) => {
          layer.indices.forEach((index, o) => {
            if (index >= 0) visit(o, index, 1);
          });
        },
      );
    case 'ZeroPad': {
      const { top, left } = layer.padding;
      const [, columns] = input;
      return linear(
        sizes,
        product(output),
        () => 0,
        (_, visit) => {
          for (let i = 0; i < sizes[0]; i++) {
            const [cell, channel] = [Math.floor(i / channels), i % channels];
            const [row, column] = [Math.floor(cell / columns) + top, (cell % columns) + left];
            visit((row * output[1] + column) * channels + channel, i, 1);
          }
        },
      );
    }
    default:
      throw new Error(`${layer.type} is not piecewise linear`);
  }
}

function elementwiseByUnit(value: (x: number, unit: number) => number, gain: (unit: number) => number): Reference {
  return {
    value: ([x]) => x.map(value),
    pull: (_, adjoint) => [adjoint.map((a, unit) => a * gain(unit))],
  };
}

function concat(shapes: Image[], output: Image, axis: number): Reference {
  const product = (shape: Image): number => shape.reduce((a, b) => a * b, 1);
  const inner = product(output.slice(axis + 1));
  return linear(
    shapes.map(product),
    product(output),
    () => 0,
    (k, visit) => {
      const before = shapes.slice(0, k).reduce((sum, shape) => sum + shape[axis], 0);
      for (let outer = 0; outer < product(output.slice(0, axis)); outer++)
        for (let a = 0; a < shapes[k][axis]; a++)
          for (let i = 0; i < inner; i++)
            visit((outer * output[axis] + before + a) * inner + i, (outer * shapes[k][axis] + a) * inner + i, 1);
    },
  );
}

/** A network made of the references of its layers. */
export class ReferenceNetwork {
  readonly references: readonly Reference[];

  constructor(readonly network: Network) {
    const shapeAt = (index: number): Image => (index < 0 ? network.inputShape : network.nodes[index].operation.shape);
    this.references = network.nodes.map(({ layer, inputs, operation }) =>
      referenceOf(layer, inputs.map(shapeAt), operation.shape),
    );
  }

  /** Values of the input and, from index 1 on, of every node. */
  values(x: number[]): number[][] {
    const values = [x];
    this.network.nodes.forEach(({ inputs }, node) => {
      values.push(this.references[node].value(inputs.map((input) => values[input + 1])));
    });
    return values;
  }

  /** The derivative of an output unit by the input. */
  gradient(x: number[], target: number): number[] {
    return this.adjoints(x, target)[0];
  }

  /** Derivatives of an output unit by the input and, from index 1 on, by the output of every node. */
  adjoints(x: number[], target: number): number[][] {
    const values = this.values(x);
    const adjoints = values.map((of) => of.map(() => 0));
    adjoints[adjoints.length - 1][target] = 1;
    for (let node = this.network.nodes.length - 1; node >= 0; node--) {
      const { inputs } = this.network.nodes[node];
      const pulled = this.references[node].pull(
        inputs.map((input) => values[input + 1]),
        adjoints[node + 1],
      );
      inputs.forEach((input, i) => {
        pulled[i].forEach((change, unit) => (adjoints[input + 1][unit] += change));
      });
    }
    return adjoints;
  }
}
