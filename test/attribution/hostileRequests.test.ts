import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, methods, type ExplainRequest, type Method, type MethodName } from '../../src/attribution/index.ts';
import { UserError } from '../../src/base/index.ts';
import type { Network } from '../../src/network/index.ts';
import { smallConvolution, twoHinges } from '../helpers/closedForms.ts';

/** Nearly right, each in its own way. */
const near: readonly unknown[] = [
  ...[undefined, null, NaN, Infinity, -1, 0.5, 2 ** 53, 1e308, 0n, 5n, '', 'no', 'exact', true, Symbol('s')],
  ...[
    {},
    [],
    [null],
    ['a'],
    [1, 'a'],
    [[1, 1]],
    { length: 2 },
    Object.create(null) as unknown,
    new Map(),
    new Uint8Array(2),
  ],
  ...[new Float32Array(2), new Float64Array(3), new Date(NaN), (): number => 1],
  ...[null, 0n, {}, { weights: undefined }, { weights: 'ab' }, { value: 1, gradient: 2 }].map((unit) => ({
    layer: 'relu',
    unit,
  })),
  ...[3, null, 'image', 'gaussian', 'uniform', 'blurred'].map((kind) => ({
    kind,
    ...{ pixels: 3, deviation: '3', count: 2 ** 52, sigma: 5n },
  })),
  ...[3, null, 'no'].map((backend) => ({ backend })),
  { layer: 3, unit: 0 },
  { gradientsAt: 1 },
  { divisor: 'a', offset: {} },
  { divisor: [1, 2], offset: [] },
];

/** Anything but large numbers, which may be right and take long. */
const hostile = fc
  .oneof(
    fc.constantFrom(...near),
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
  )
  .filter((value) => typeof value !== 'number' || !(value > 10) || value > 2 ** 24);

/** Options that name no backend open the best of the machine. */
const isSlow = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !('backend' in value) && !('gradientsAt' in value);

const fields = ['input', 'target', 'output', 'gradients'] as const;

/** A sound request of a method, and a field of it. */
const ofMethod = fc
  .constantFrom(...methods)
  .chain((method) => fc.tuple(fc.constant(method), fc.constantFrom(...fields, ...method.options, 'method' as const)));

function soundRequest({ name, options, neuron }: Method<MethodName>, { inputSize }: Network): ExplainRequest {
  return {
    method: name,
    input: new Float64Array(inputSize).fill(1),
    ...(neuron !== 'explained' && { target: 0 }),
    ...(options.includes('layer') && { layer: 'relu' }),
    ...(options.includes('neuron') && { neuron: 0 }),
  };
}

/** What explaining ends with: anything but an answer or an error for the user is a defect. */
async function endOf(network: unknown, request: unknown): Promise<unknown> {
  return explain(network as Network, request as ExplainRequest).catch((error: unknown) => error);
}

function expectAnswer(end: unknown): void {
  if (!Array.isArray(end)) expect(end).toBeInstanceOf(UserError);
}

describe('explain answers, or refuses in words, from code without types', () => {
  const networks = [twoHinges(), smallConvolution()];

  it('whatever stands in a field of the request', async () => {
    await fc.assert(
      fc.asyncProperty(ofMethod, fc.constantFrom(...networks), hostile, async ([method, field], network, value) => {
        fc.pre(field !== 'gradients' || !isSlow(value));
        expectAnswer(await endOf(network, { ...soundRequest(method, network), [field]: value }));
      }),
      { numRuns: 3000 },
    );
  });

  it('whatever stands in the place of the network or the request', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        expectAnswer(await endOf(value, soundRequest(methods[0], networks[0])));
        expectAnswer(await endOf(networks[0], value));
      }),
      { numRuns: 300 },
    );
  });

  it('by every method with each of the values that are nearly right', async () => {
    for (const method of methods) {
      for (const field of [...fields, ...method.options]) {
        for (const value of near) {
          if (field === 'gradients' && isSlow(value)) continue;
          expectAnswer(await endOf(networks[0], { ...soundRequest(method, networks[0]), [field]: value }));
        }
      }
    }
  });
});
