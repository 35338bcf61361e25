import { describe, expect, it } from 'vitest';
import {
  attributePart,
  exactIntegratedGradients,
  forecast,
  loadNetwork,
  methodNamed,
  PartedLine,
  rankCorrelation,
  readNetwork,
  readNetworkFiles,
  relativeError,
  relativeL1,
  relativeL2,
  restrict,
  ruleNamed,
  UserError,
  type Network,
  type OutputOnLine,
} from '../../src/index.ts';
import { twoHinges } from '../helpers/closedForms.ts';

/** What code without types may give in the place of anything. */
const hostile: readonly unknown[] = [
  ...[undefined, null, NaN, -1, 5n, '', 'no', true, Symbol('s'), (): number => 1, {}, [], [null], ['a'], { length: 2 }],
  ...[Object.create(null) as unknown, new Map(), new Float32Array(3), new Float64Array(3), { network: twoHinges() }],
];

const network = twoHinges();
const [zero, one] = [Float64Array.of(0, 0), Float64Array.of(1, 1)];
const line: OutputOnLine = { baseline: zero, input: one, target: 0 };

/** Each function with arguments that suit it, and how many of them may be anything. */
const calls: readonly { name: string; call: (...given: never[]) => unknown; sound: readonly unknown[] }[] = [
  { name: 'exactIntegratedGradients', call: exactIntegratedGradients, sound: [network, line] },
  { name: 'restrict', call: restrict, sound: [network, line] },
  { name: 'forecast', call: forecast, sound: [network, line] },
  {
    name: 'PartedLine',
    call: (of: Network, whole: OutputOnLine, cuts: number) => new PartedLine(of, whole, cuts),
    sound: [network, line, 2],
  },
  { name: 'attributePart', call: attributePart, sound: [network, line] },
  { name: 'evaluate', call: (batch: Float64Array) => network.evaluate(batch), sound: [one] },
  { name: 'readNetwork', call: readNetwork, sound: ['networks/mnist_dense.onnx'] },
  { name: 'readNetworkFiles', call: readNetworkFiles, sound: ['networks/mnist_dense.onnx'] },
  { name: 'loadNetwork', call: loadNetwork, sound: ['mnist_dense'] },
  { name: 'methodNamed', call: methodNamed, sound: ['lime'] },
  { name: 'ruleNamed', call: ruleNamed, sound: ['left'] },
  { name: 'rankCorrelation', call: rankCorrelation, sound: [zero, one] },
  { name: 'relativeError', call: relativeError, sound: [zero, one] },
  { name: 'relativeL1', call: relativeL1, sound: [zero, one] },
  { name: 'relativeL2', call: relativeL2, sound: [zero, one] },
];

/** Arguments with a value in the place of one of them, and of each field of it where it is a line. */
function replacedBy(value: unknown, sound: readonly unknown[], place: number): unknown[][] {
  const fields = sound[place] === line ? Object.keys(line).map((field) => ({ ...line, [field]: value })) : [];
  return [value, ...fields].map((argument) => sound.with(place, argument));
}

describe.each(calls)('$name', ({ call, sound }) => {
  it('answers what suits it', async () => {
    await call(...(sound as never[]));
  });

  it('answers or refuses with one error for the user, whatever stands in the place of an argument', async () => {
    for (const given of sound.flatMap((_, place) => hostile.flatMap((value) => replacedBy(value, sound, place)))) {
      const end = await Promise.resolve()
        .then(() => call(...(given as never[])))
        .catch((error: unknown) => error);
      if (end instanceof Error) expect(end).toBeInstanceOf(UserError);
    }
  });
});

it('restrict refuses a block that would never end', () => {
  for (const block of [0, -1, NaN, Infinity]) {
    expect(() => restrict(network, { baseline: zero, input: one }, { block })).toThrow(
      `The block is ${block}; expected`,
    );
  }
});
