import { describe, expect, it } from 'vitest';
import {
  Choose,
  Divide,
  inputName,
  LogSoftmax,
  LogSumExp,
  MatMul,
  Multiply,
  Network,
  Power,
  pullNode,
  Select,
  SmoothFunction,
  Softmax,
  Standardize,
  type Layer,
  type NodeDefinition,
  type Operation,
  type Shape,
  type SmoothName,
} from '../../../src/network/index.ts';
import { randomArray, seeded } from '../../helpers/randomNetworks.ts';
import { alone, valuesOf } from './support.ts';

const random = seeded(21);

/** Central differences of `sum adjoint . value` by each input; their error is of order 1e-9. */
function differences(
  value: (inputs: readonly Float64Array[]) => Float64Array,
  inputs: readonly Float64Array[],
  adjoint: Float64Array,
): Float64Array[] {
  const h = 1e-6;
  return inputs.map((input, k) =>
    input.map((_, i) => {
      const at = (step: number): number =>
        value(inputs.map((other, l) => (l === k ? other.map((x, j) => (j === i ? x + step : x)) : other))).reduce(
          (sum, y, unit) => sum + adjoint[unit] * y,
          0,
        );
      return (at(h) - at(-h)) / (2 * h);
    }),
  );
}

function expectPullOf(operation: Operation, inputs: readonly Float64Array[]): void {
  if (operation.family !== 'smooth') throw new Error(`${operation.family} is not smooth`);
  const adjoint = randomArray(random, operation.evaluate(inputs).length);
  const pulled = pullNode(operation, inputs, adjoint);
  differences((at) => operation.evaluate(at), inputs, adjoint).forEach((expected, k) => {
    pulled[k].forEach((x, i) => {
      expect(Math.abs(x - expected[i])).toBeLessThan(1e-7 * Math.max(1, Math.abs(x)));
    });
  });
}

/** Where functions have values; others are taken at 0.75, -1.25, -4 and 5, the first two beside the oracle. */
const places: Partial<Record<SmoothName, readonly number[]>> = {
  acos: [0.75, -0.5],
  acosh: [1.75, 2.5],
  asin: [0.75, -0.5],
  atanh: [0.75, -0.5],
  log: [0.75, 2],
  sqrt: [0.75, 2],
};

// Oracle: torch and torch.nn.functional of PyTorch 1.13 in float64.
const values: Record<SmoothName, readonly number[]> = {
  acos: [0.7227342478134156, 2.0943951023931957],
  acosh: [1.158810360429947, 1.566799236972411],
  asin: [0.848062078981481, -0.5235987755982989],
  asinh: [0.6931471805599453, -1.0475930126492587],
  atan: [0.6435011087932844, -0.8960553845713439],
  atanh: [0.9729550745276566, -0.5493061443340548],
  cos: [0.7316888688738209, 0.3153223623952687],
  cosh: [1.2946832846768448, 1.8884238771610158],
  erf: [0.7111556336535151, -0.9229001282564583],
  exp: [2.117000016612675, 0.2865047968601901],
  hardSwish: [0.46875, -0.3645833333333333],
  log: [-0.2876820724517809, 0.6931471805599453],
  logSigmoid: [-0.38687100611489994, -1.501929081345373],
  mish: [0.6100183352182934, -0.30841396114152775],
  orOne: [0.75, -1.25],
  positive: [1, 0],
  reciprocal: [1.3333333333333333, -0.8],
  silu: [0.5093840243815447, -0.27837517353163604],
  sin: [0.6816387600233341, -0.9489846193555862],
  sinh: [0.82231673193583, -1.6019190803008256],
  softsign: [0.42857142857142855, -0.5555555555555556],
  sparsePlus: [0.765625, 0], // 1.75 ** 2 / 4, and 0 below -1
  sqrt: [0.8660254037844386, 1.4142135623730951],
  square: [0.5625, 1.5625],
  squareplus: [1.4430004681646913, 0.5542476415070754],
  tan: [0.9315964599440724, -3.0095696738628313],
  tanhShrink: [0.1148510476127127, -0.4017163600424871],
};

describe('SmoothFunction', () => {
  it.each(Object.entries(values))(
    '%s has the values of PyTorch and the derivative of its central differences',
    (name, expected) => {
      const layer = new SmoothFunction(name as SmoothName);
      const x = Float64Array.from(places[name as SmoothName] ?? [0.75, -1.25, -4, 5]);
      const y = valuesOf(layer, [x.length], x);
      expected.forEach((of, i) => {
        expect(y[i]).toBeCloseTo(of, 14);
      });
      expectPullOf(layer.connect([[x.length]]), [x]);
    },
  );

  it('hard swish is 0 up to -3 and x from 3 on', () => {
    expect(valuesOf(new SmoothFunction('hardSwish'), [4], [-4, -3, 3, 4])).toEqual([-0, -0, 3, 4]);
  });

  it('of a divisor is 1 in the place of 0', () => {
    expect(valuesOf(new SmoothFunction('orOne'), [2], [0, -0.5])).toEqual([1, -0.5]);
  });

  it('mish and silu do not overflow', () => {
    expect(valuesOf(new SmoothFunction('mish'), [2], [-1000, 1000])).toEqual([-0, 1000]);
    expect(valuesOf(new SmoothFunction('silu'), [2], [-1000, 1000])).toEqual([-0, 1000]);
  });
});

describe('Power', () => {
  it('is defined for negative numbers where the exponent is whole', () => {
    expect(valuesOf(new Power(3), [2], [-2, 0.5])).toEqual([-8, 0.125]);
    expect(valuesOf(new Power(-0.5), [2], [4, 0.25])).toEqual([0.5, 2]);
    expectPullOf(new Power(3).connect([[2]]), [Float64Array.of(-2, 0.5)]);
    expectPullOf(new Power(-0.5).connect([[2]]), [Float64Array.of(4, 0.25)]);
  });

  it('refuses an exponent that is no number', () => {
    expect(() => alone(new Power(NaN), [1])).toThrow('its exponent is NaN; it must be finite.');
  });
});

describe('products of tensors', () => {
  it('Multiply multiplies any number of tensors unit by unit', () => {
    const operation = new Multiply().connect([[2], [2], [2]]);
    const inputs = [Float64Array.of(2, -3), Float64Array.of(5, 0), Float64Array.of(-1, 4)];
    expect([...operation.evaluate(inputs)]).toEqual([-10, -0]);
    expectPullOf(operation, inputs);
  });

  it('of one tensor with itself has both derivatives: that of a square', () => {
    const network = new Network([1], [{ name: 'square', layer: new Multiply(), inputs: [inputName, inputName] }]);
    expect([...network.evaluate(Float64Array.of(3))]).toEqual([9]);
    expect(pullNode(network.nodes[0].operation, [Float64Array.of(3), Float64Array.of(3)], Float64Array.of(1))).toEqual([
      Float64Array.of(3),
      Float64Array.of(3),
    ]);
  });

  it('Divide divides the first by the second', () => {
    const operation = new Divide().connect([[2], [2]]);
    const inputs = [Float64Array.of(3, -1), Float64Array.of(2, -4)];
    expect([...operation.evaluate(inputs)]).toEqual([1.5, 0.25]);
    expectPullOf(operation, inputs);
  });

  // (1 2 / 3 4) (5 6 / 7 8) = (19 22 / 43 50), and (1 0 / 0 2) (1 2 / 3 4) = (1 2 / 6 8).
  it('MatMul multiplies matrices place by place', () => {
    const operation = new MatMul().connect([
      [2, 2, 2],
      [2, 2, 2],
    ]);
    expect([
      ...operation.evaluate([Float64Array.of(1, 2, 3, 4, 1, 0, 0, 2), Float64Array.of(5, 6, 7, 8, 1, 2, 3, 4)]),
    ]).toEqual([19, 22, 43, 50, 1, 2, 6, 8]);
    const wide = new MatMul().connect([
      [2, 3, 4],
      [2, 4, 5],
    ]);
    expect(wide.shape).toEqual([2, 3, 5]);
    expectPullOf(wide, [randomArray(random, 24), randomArray(random, 40)]);
  });

  const nodes = (layer: Layer, picked: Shape, count = 1): NodeDefinition[] => [
    {
      name: 'other',
      layer: new Select(picked, new Int32Array(picked.reduce((a, b) => a * b, 1))),
      inputs: [inputName],
    },
    { name: 'layer', layer, inputs: [inputName, ...new Array<string>(count).fill('other')] },
  ];
  it.each([
    [new Multiply(), [3], 1, 'its inputs have different shapes: 2, 3.'],
    [new Divide(), [3], 1, 'its inputs have different shapes: 2, 3.'],
    [new Divide(), [2], 2, 'it has 3 inputs, expected a dividend and a divisor.'],
    [new Choose(), [2], 1, 'it has 2 inputs, expected what it chooses by, and two to choose from.'],
    [new MatMul(), [2, 1], 1, 'its inputs 2, 2x1 are no matrices that can be multiplied, place by place.'],
  ])('refuse what does not fit, case %#', (layer, picked, count, message) => {
    expect(() => new Network([2], nodes(layer, picked, count))).toThrow(`Layer 'layer' (${layer.type}): ${message}`);
  });
});

describe('functions along an axis', () => {
  const shape = [2, 3, 2];
  const x = randomArray(random, 12, 2);

  it.each([0, 1, 2, undefined])(
    'softmax over axis %s sums to 1 along it; its logarithm is LogSoftmax; exp(x - LogSumExp) too',
    (axis) => {
      const probabilities = valuesOf(new Softmax(axis), shape, x);
      const sums = valuesOf(new LogSumExp(axis), shape, probabilities.map(Math.log));
      expect(sums).toHaveLength(12 / shape[axis ?? 2]);
      sums.forEach((sum) => {
        expect(sum).toBeCloseTo(0, 14);
      });
      valuesOf(new LogSoftmax(axis), shape, x).forEach((y, i) => {
        expect(y).toBeCloseTo(Math.log(probabilities[i]), 13);
      });
    },
  );

  it.each([new Softmax(1), new LogSoftmax(0), new LogSumExp(1), new Standardize([0, 2], 0.1), new Standardize([1], 0)])(
    '$type has the derivative of its central differences',
    (layer) => {
      expectPullOf(layer.connect([shape]), [x]);
    },
  );

  it('logits of any size do not overflow', () => {
    expect(valuesOf(new LogSumExp(), [2], [1000, 1000])).toEqual([1000 + Math.LN2]);
    expect(valuesOf(new LogSoftmax(), [2], [-1000, 0])).toEqual([-1000, 0]);
  });

  it('the logarithm of what is nearly certain keeps its digits, and so does its derivative', () => {
    // Of (0, -50), with e = exp(-50): log(1 / (1 + e)), and 1 - 1 / (1 + e) = e / (1 + e) by either input.
    const rest = Math.log1p(Math.exp(-50));
    const [certain, other] = valuesOf(new LogSoftmax(), [2], [0, -50]);
    expect(certain / -rest).toBeCloseTo(1, 14);
    expect(other).toBe(-50);
    expect(valuesOf(new LogSumExp(), [2], [0, -50])[0] / rest).toBeCloseTo(1, 14);
    const operation = new LogSoftmax().connect([[2]]);
    const [pulled] = pullNode(
      operation,
      [Float64Array.of(0, -50)],
      Float64Array.of(1, 0),
      Float64Array.of(certain, other),
    );
    for (const [i, sign] of [1, -1].entries()) expect(pulled[i] / (sign * Math.exp(-50))).toBeCloseTo(1, 13);
  });

  it('Standardize has mean 0 and variance 1 along its axes', () => {
    // Rows (1, 3) and (5, 5): means 2 and 5, variances 1 and 0.
    expect(valuesOf(new Standardize([1], 3), [2, 2], [1, 3, 5, 5])).toEqual([-0.5, 0.5, 0, 0]);
    expect(valuesOf(new Standardize([0], 0), [2, 2], [1, 3, 5, 5])).toEqual([-1, -1, 1, 1]);
  });

  it.each([
    [new Softmax(3), 'its input 2x3x2 has no axis 3; its axes are 0 to 2, without batch.'],
    [new Standardize([], 0), 'its axes are []; expected different ones of 0 to 2 (2x3x2).'],
    [new Standardize([1, 1], 0), 'its axes are [1, 1]; expected different ones of 0 to 2 (2x3x2).'],
    [new Standardize([1], -1), 'its epsilon is -1; expected a number of at least 0.'],
  ])('refuse what does not fit, case %#', (layer, message) => {
    expect(() => alone(layer, shape)).toThrow(message);
  });
});
