import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, onnxModel } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(17);

/** An Einsum of `x` beside constants of these shapes; names `x` say that it is an operand once more. */
function model(equation: string, input: number[], others: readonly (readonly number[] | 'x')[], outputRank: number) {
  const names = others.map((of, i) => (of === 'x' ? 'x' : `w${i}`));
  return onnxModel({
    input,
    outputRank,
    nodes: [
      { op: 'Relu', output: 'r' },
      {
        op: 'Einsum',
        inputs: ['r', ...names],
        attributes: attributes({ equation }),
      },
    ],
    weights: others.flatMap((shape, i) =>
      shape === 'x'
        ? []
        : [
            floats(
              `w${i}`,
              shape,
              Array.from(
                randomArray(
                  random,
                  shape.reduce((a, b) => a * b, 1),
                ),
              ),
            ),
          ],
    ),
  });
}

describe('Einsum agrees with ONNX Runtime', () => {
  it.each([
    ['of an image by a matrix', 'bchw,oc->bohw', [1, 2, 3, 2], [[5, 2]], 4],
    ['whose result has other axes first', 'bchw,oc->obwh', [1, 3, 2, 4], [[5, 3]], 4],
    ['that sums two axes', 'bthd,hde->bte', [1, 3, 2, 3], [[2, 3, 5]], 3],
    ['by another matrix at every place', 'bhi,hij->bhj', [1, 2, 3], [[2, 3, 4]], 3],
    ['of one operand that is transposed', 'bij->bji', [1, 2, 3], [], 3],
    ['of one operand that is summed', 'bij->bj', [1, 2, 3], [], 2],
    ['of one operand whose diagonal is taken', 'bii->bi', [1, 3, 3], [], 2],
    ['of one operand whose trace is taken', 'bii->b', [1, 3, 3], [], 1],
    ['without a result in its equation', 'ij,jk', [1, 3], [[3, 2]], 2],
    ['without a result, of letters out of order', 'ba', [1, 3], [], 2],
    ['with dots', '...i,io->...o', [1, 2, 3], [[3, 2]], 3],
    ['with dots of both, one of which is repeated', '...ij,...jk->...ik', [1, 2, 3, 4], [[1, 1, 4, 2]], 4],
    ['with dots and no result', '...i,i', [1, 2, 3], [[3]], 2],
    [
      'of three operands, two of them constant',
      'bi,io,oj->bj',
      [1, 3],
      [
        [3, 4],
        [4, 2],
      ],
      2,
    ],
    ['that is bilinear', 'bi,oij,bj->bo', [1, 3], [[2, 3, 3], 'x'], 2],
    ['of four operands', 'bi,i,ij,bj->bj', [1, 3], [[3], [3, 3], 'x'], 2],
    ['that sums an axis of a constant alone', 'bi,ij->bi', [1, 3], [[3, 4]], 2],
    ['that sums an axis of what is computed alone', 'bij,j->bj', [1, 2, 3], [[3]], 2],
    ['that is an outer product', 'bi,bj->bij', [1, 3], ['x'], 3],
    ['of products at every place', 'bhqd,bhkd->bhqk', [1, 2, 3, 4], ['x'], 4],
  ] as const)('%s', async (_, equation, input, others, rank) => {
    const bytes = model(equation, [...input], others, rank);
    const network = readOnnx(bytes);
    const oracle = await OnnxRuntime.load(bytes);
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
  });
});

describe('Einsum', () => {
  it('of one computed operand stays piecewise linear', () => {
    const network = readOnnx(
      model(
        'bi,io,oj->bj',
        [1, 3],
        [
          [3, 4],
          [4, 2],
        ],
        2,
      ),
    );
    expect(network.nodes.map(({ operation }) => operation.family)).not.toContain('smooth');
  });

  it.each([
    ['bi,ij', "its equation is 'bi,ij', expected terms for 1 inputs, such as 'bij,bjk->bik'."],
    ['bij->b', "its equation 'bij->b' is for other axes than its input 0 has, which are 2."],
    ['bi->bk', "its equation 'bi->bk' gives an axis 'k' twice, or one that no input has."],
    ['b$->b', "its equation is 'b$->b', expected terms for 1 inputs"],
  ])('refuses %s in one sentence', (equation, message) => {
    expect(() => readOnnx(model(equation, [1, 3], [], 2))).toThrow(message);
  });
});
