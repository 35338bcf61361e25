import { describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import { isRecord } from '../../src/base/index.ts';
import { twoHinges } from '../helpers/closedForms.ts';
import { calls, methods } from './hostileCalls.ts';

/** What code without types may give in the place of anything. */
const hostile: readonly unknown[] = [
  ...[undefined, null, NaN, Infinity, -1, 0.5, 2 ** 31, 2 ** 53, 1e308, 5n, '', 'no', true, Symbol('s')],
  ...[(): number => 1, {}, [], [null], ['a'], [-1], [1e9], [2 ** 53], { length: 2 }, Object.create(null) as unknown],
  ...[new Map(), new Date(NaN), new Uint8Array(2), new Float32Array(3), new Float64Array(3), new Float64Array()],
  { network: twoHinges() },
];

/** Arguments with a value in the place of one of them, and of each field of it where it is an object of fields. */
function replacedBy(value: unknown, sound: readonly unknown[], place: number): unknown[][] {
  const argument = sound[place];
  const hasFields = isRecord(argument) && Object.getPrototypeOf(argument) === Object.prototype;
  const fields = hasFields ? Object.keys(argument).map((field) => ({ ...argument, [field]: value })) : [];
  return [value, ...fields].map((replaced) => sound.with(place, replaced));
}

describe('what the library exports', () => {
  it('is all tried here, but for its error', () => {
    const exported = Object.entries(library).filter(([, value]) => typeof value === 'function');
    const names = exported.map(([name]) => name).filter((name) => name !== 'UserError');
    expect(new Set(Object.keys(calls))).toEqual(new Set(names));
  });
});

describe.each(Object.entries({ ...calls, ...methods }))('%s', (_, { call, sound }) => {
  it('answers what suits it', async () => {
    await call(...(sound as never[]));
  });

  it('answers or refuses with one error for the user, whatever stands in the place of an argument', async () => {
    for (const given of sound.flatMap((_, place) => hostile.flatMap((value) => replacedBy(value, sound, place)))) {
      const error = await Promise.resolve()
        .then(() => call(...(given as never[])))
        .then(() => undefined)
        .catch((thrown: unknown) => thrown);
      if (error !== undefined) expect(error).toBeInstanceOf(library.UserError);
    }
  });
});

it('restrict refuses a block that would never end', () => {
  const line = { baseline: Float64Array.of(0, 0), input: Float64Array.of(1, 1) };
  for (const block of [0, -1, NaN, Infinity]) {
    expect(() => library.restrict(twoHinges(), line, { block })).toThrow(`The block is ${block}; expected`);
  }
});
