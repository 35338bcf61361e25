import { describe, expect, it } from 'vitest';
import { readOnnx, readOnnxFunction } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';

/** Softmax along axis 0, written by hand. */
const softmaxOfAxis0: TinyNode[] = [
  { op: 'Exp', output: 'e' },
  { op: 'ReduceSum', inputs: ['e', 'axes'], output: 'sum' },
  { op: 'Div', inputs: ['e', 'sum'] },
];

describe('a first axis of a size other than 1', () => {
  const ofSteps = (nodes: readonly TinyNode[], input: readonly (number | string)[]) =>
    onnxModel({
      input,
      opset: 16n,
      outputRank: input.length,
      nodes,
      weights: [
        int64s('axes', [0]),
        { ...int64s('places', [0]), dims: [1n, 1n] },
        floats('two', [1, 1], [2]),
        floats('W', [1, 1, 1], [1]),
        floats('R', [1, 1, 1], [0.5]),
      ],
    });
  const scattered: TinyNode[] = [
    { op: 'ScatterND', inputs: ['x', 'places', 'two'], attributes: attributes({ reduction: 'min' }) },
  ];
  const moved: TinyNode[] = [{ op: 'Transpose', attributes: attributes({ perm: [1, 0] }) }];
  const last: TinyNode[] = [
    { op: 'RNN', inputs: ['x', 'W', 'R'], outputs: ['all', 'h'], attributes: attributes({ hidden_size: 1 }) },
    { op: 'Identity', inputs: ['h'] },
  ];

  // Of exp x = (1 2; 3 4; 5 6) the columns' sums are 9 and 12. Of the series h' = tanh(x + 0.5 h), h = 0 at first.
  it.each([
    [
      'a sum over it',
      softmaxOfAxis0,
      [3, 2],
      [1, 2, 3, 4, 5, 6].map(Math.log),
      [1 / 9, 1 / 6, 1 / 3, 1 / 3, 5 / 9, 1 / 2],
    ],
    ['an operator that moves it', moved, [3, 2], [1, 2, 3, 4, 5, 6], [1, 3, 5, 2, 4, 6]],
    ['one of its items scattered to', scattered, [2, 1], [3, 4], [2, 4]],
    ['a series along it', last, [2, 1, 1], [1, 2], [Math.tanh(2 + 0.5 * Math.tanh(1))]],
  ] as const)("is the item's own where there is %s", (_, nodes, shape, x, expected) => {
    const network = readOnnx(ofSteps(nodes, shape));
    expect(network.inputShape).toEqual(shape);
    const values = network.evaluate(Float64Array.from(x));
    expect(values).toHaveLength(expected.length);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 14);
    });
  });

  it('is a batch where items are computed apart', () => {
    const bytes = onnxModel({
      input: [3, 2],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], output: 'm' },
        { op: 'Softmax', inputs: ['m'] },
      ],
      weights: [floats('w', [2, 2], [1, 2, 3, 4])],
    });
    const { network, batch } = readOnnxFunction(bytes, {});
    expect([network.inputShape, batch]).toEqual([[2], 3]);
  });

  it('may be said with all others where the file leaves it open, and 1 of it is one item', () => {
    const steps = ofSteps(softmaxOfAxis0, ['steps', 1, 1]);
    expect(readOnnx(steps).inputShape).toEqual([1, 1]);
    expect(readOnnx(steps, { inputShape: [1, 1, 1] }).inputShape).toEqual([1, 1]);
    expect(readOnnx(steps, { inputShape: [4, 1, 1] }).inputShape).toEqual([4, 1, 1]);
    expect(() => readOnnx(steps, { inputShape: [4, 2, 1] })).toThrow(
      "its input has shape '?x1x1', which is not the inputShape 4x2x1 that was given.",
    );
  });

  it('must be said where the file leaves it open and a recurrent operator takes its steps along it', () => {
    // PyTorch takes the shape of a series before it is run along, for the states at first.
    const series = ofSteps([{ op: 'Shape', output: 'sizes' }, ...last], ['steps', 1, 1]);
    expect(() => readOnnx(series)).toThrow("its input has shape '?x1x1', which leaves sizes open.");
    expect(readOnnx(series, { inputShape: [4, 1, 1] }).inputShape).toEqual([4, 1, 1]);
  });

  // As PyTorch exports a recurrent layer with both axes open: h' = tanh(x + 0.5 h), h = 0 at first.
  it("is the item's own where the file leaves it open and names another one as that of the batch", () => {
    const series = ofSteps(last, ['steps', 'batch_size', 1]);
    expect(() => readOnnx(series)).toThrow("its input has shape '?x1x1', which leaves sizes open.");
    expect(() => readOnnx(series, { inputShape: [2, 1] })).toThrow("its input has shape '?x1x1', which is not");
    const network = readOnnx(series, { inputShape: [2, 1, 1] });
    expect(network.inputShape).toEqual([2, 1, 1]);
    expect(network.evaluate(Float64Array.of(1, 2))[0]).toBeCloseTo(Math.tanh(2 + 0.5 * Math.tanh(1)), 14);
  });
});
