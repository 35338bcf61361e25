import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { readNpy, readNpz, transposed, writeNpy, writeNpz } from '../../src/arrays/index.ts';
import { pythonWith, runPython } from '../helpers/python.ts';

const folder = mkdtempSync(join(tmpdir(), 'npy-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An array as the format's text says: magic, version, length of the header, header, data. */
function npy(header: string, data: readonly number[], version = 1): Uint8Array {
  const sizes = version === 1 ? [header.length, 0] : [header.length, 0, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...sizes, ...Buffer.from(header), ...data]);
}
const header = (descr: string, shape: string, fortran = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

describe('readNpy', () => {
  it('reads C and Fortran order alike: 0 to 5 as 2 x 3', () => {
    expect(readNpy(npy(header('|u1', '(2, 3)'), [0, 1, 2, 3, 4, 5]), 'x.npy')).toEqual({
      shape: [2, 3],
      data: Float64Array.of(0, 1, 2, 3, 4, 5),
      type: 'uint8',
    });
    expect(readNpy(npy(header('|u1', '(2, 3)', 'True'), [0, 3, 1, 4, 2, 5]), 'x.npy').data).toEqual(
      Float64Array.of(0, 1, 2, 3, 4, 5),
    );
  });

  it('reads both byte orders, versions 1 to 3, a scalar and an empty array', () => {
    expect(readNpy(npy(header('>i2', '(1,)'), [1, 2], 2), 'x').data).toEqual(Float64Array.of(258));
    expect(readNpy(npy(header('<i2', '(1,)'), [1, 2], 3), 'x').data).toEqual(Float64Array.of(513));
    expect(readNpy(npy(header('|i1', '()'), [255]), 'x')).toEqual({
      shape: [],
      data: Float64Array.of(-1),
      type: 'int8',
    });
    expect(readNpy(npy(header('<f8', '(0, 3)'), []), 'x').data).toEqual(new Float64Array(0));
  });

  it('reads half precision: the largest, the smallest normal and subnormal, infinity and minus zero', () => {
    // IEEE 754 binary16: 0x7bff is 65504, 0x0400 is 2^-14, 0x0001 is 2^-24.
    const bits = [0xff, 0x7b, 0x00, 0x04, 0x01, 0x00, 0x00, 0xfc, 0x00, 0x80];
    expect([...readNpy(npy(header('<f2', '(5,)'), bits), 'x').data]).toEqual([
      65504,
      2 ** -14,
      2 ** -24,
      -Infinity,
      -0,
    ]);
  });

  it.each([
    ['no array', Uint8Array.of(1, 2, 3), 'is no NumPy array'],
    ['another version', npy(header('|u1', '(1,)'), [1], 9), 'is of version 9'],
    [
      'data that are cut',
      npy(header('<f8', '(1000000000, 1000000000)'), [1, 2]),
      'has 2 bytes of data, expected 8000000000000000000 for 1000000000x1000000000 of float64',
    ],
    ['data that go on', npy(header('|u1', '(1,)'), [1, 2]), 'has 2 bytes of data, expected 1'],
    ['a header that is cut', npy(header('|u1', '(1,)'), []).subarray(0, 30), 'ends within its header'],
    [
      'a structure',
      npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }\n", []),
      'expected type, order and shape',
    ],
    ['Python objects', npy(header('|O', '(1,)'), []), 'Python objects; save an array of numbers'],
    ['complex numbers', npy(header('<c8', '(1,)'), []), "type '<c8', expected one of real numbers"],
    ['an integer that no float64 holds', npy(header('<u8', '(1,)'), [1, 0, 0, 0, 0, 0, 0, 255]), 'has no float64'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes, 'x.npy')).toThrow(message);
  });
});

it('transposed puts axes in another order: rows, columns, channels to channels first', () => {
  // 1 x 2 pixels of 3 channels, and the channels one after the other.
  expect(transposed(Float64Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3], [2, 0, 1])).toEqual(
    Float64Array.of(1, 4, 2, 5, 3, 6),
  );
  expect(() => transposed(new Float64Array(2), [1, 2], [0, 0])).toThrow('has no order of axes 0, 0');
});

describe('npz', () => {
  const arrays = new Map([
    ['a', { shape: [2], data: Float64Array.of(1, -2) }],
    ['b', { shape: [], data: Float64Array.of(0.1) }],
  ]);

  it('comes back as it was written, byte for byte the same each time', () => {
    const read = readNpz(writeNpz(arrays), 'x.npz');
    expect([...read]).toEqual([...arrays].map(([name, array]) => [name, { ...array, type: 'float64' }]));
    expect(writeNpz(arrays)).toEqual(writeNpz(arrays));
  });

  it('refuses what is no archive, holds no array, or claims more than deflate can pack, before it makes room for it', () => {
    expect(() => readNpz(Uint8Array.of(1, 2), 'x.npz')).toThrow('x.npz is no zip file of NumPy arrays');
    expect(() => readNpz(zipSync({ 'readme.txt': Uint8Array.of(1) }), 'x.npz')).toThrow('holds no NumPy array');
    const bomb = zipSync({ 'a.npy': new Uint8Array(1000) });
    // The size before packing stands 24 bytes into the entry of the central directory.
    new DataView(bomb.buffer).setUint32(Buffer.from(bomb).indexOf('PK\x01\x02') + 24, 0xfffffff0, true);
    expect(() => readNpz(bomb, 'x.npz')).toThrow('claims 4294967280 bytes');
  });
});

const python = pythonWith('numpy');

describe.runIf(python !== undefined)('beside NumPy', () => {
  const types = [
    'bool',
    'int8',
    'uint8',
    'int16',
    'uint16',
    'int32',
    'uint32',
    'int64',
    'uint64',
    'float16',
    'float32',
    'float64',
  ];

  it('reads what it saves of every type, in both byte orders and both orders of axes, versions 1 to 3', () => {
    runPython(
      python ?? '',
      `
import json, numpy
values = numpy.arange(24).reshape(2, 3, 4) * 5 / 2
for name in ${JSON.stringify(types)}:
    for order in '<>':
        typed = values.astype(numpy.dtype(name).newbyteorder(order))
        for fortran in (False, True):
            array = numpy.asfortranarray(typed) if fortran else typed
            for version in (1, 2, 3):
                with open(f'{name}-{"LB"[order == ">"]}-{fortran}-{version}.npy', 'wb') as file:
                    numpy.lib.format.write_array(file, array, version=(version, 0))
    json.dump(typed.astype(float).ravel().tolist(), open(f'{name}.json', 'w'))
`,
      folder,
    );
    for (const type of types) {
      const data = Float64Array.from(JSON.parse(readFileSync(join(folder, `${type}.json`), 'utf8')) as number[]);
      for (const name of ['L', 'B'].flatMap((order) =>
        ['True', 'False'].flatMap((fortran) =>
          [1, 2, 3].map((version) => `${type}-${order}-${fortran}-${version}.npy`),
        ),
      )) {
        expect(readNpy(readFileSync(join(folder, name)), name), name).toEqual({ shape: [2, 3, 4], data, type });
      }
    }
  });

  it('reads archives of savez and savez_compressed', () => {
    runPython(
      python ?? '',
      "import numpy as n; a, b = n.ones((500, 2)), n.float32(3); n.savez('s.npz', a=a, b=b); n.savez_compressed('c.npz', a=a, b=b)",
      folder,
    );
    for (const name of ['s.npz', 'c.npz']) {
      const arrays = readNpz(readFileSync(join(folder, name)), name);
      expect(arrays.get('a')).toEqual({ shape: [500, 2], data: new Float64Array(1000).fill(1), type: 'float64' });
      expect(arrays.get('b')).toEqual({ shape: [], data: Float64Array.of(3), type: 'float32' });
    }
  });

  it('is read by it, arrays and archives', () => {
    writeFileSync(
      join(folder, 'ours.npy'),
      writeNpy({ shape: [2, 2], data: Float64Array.of(0.1, -0, 1e300, Infinity) }),
    );
    writeFileSync(
      join(folder, 'ours.npz'),
      writeNpz(
        new Map([
          ['v', { shape: [1], data: Float64Array.of(7) }],
          ['w', { shape: [], data: Float64Array.of(8) }],
        ]),
      ),
    );
    const printed = runPython(
      python ?? '',
      "import numpy as n; z = n.load('ours.npz'); print(n.load('ours.npy').tolist(), z['v'].tolist(), z['w'].tolist())",
      folder,
    );
    expect(printed.trim()).toBe('[[0.1, -0.0], [1e+300, inf]] [7.0] 8.0');
  });
});
