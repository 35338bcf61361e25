import fc from 'fast-check';
import { expect } from 'vitest';
import { fastestKernels, plainKernels } from '../../../src/line/index.ts';
import type { Workspace } from '../../../src/line/kernels/index.ts';
import { Kinks } from '../../../src/line/memory/index.ts';
import { Conv2D, Dense, noPadding, type TiledMatrix } from '../../../src/network/index.ts';
import { anySeed, seeded, type Random } from '../../helpers/randomNetworks.ts';

/** What a computation leaves: numbers, and arrays of them. */
type Left = readonly (number | ArrayLike<number>)[];

/** Both kernels leave the same to the bit, from states that are made alike. */
export function expectTwins(compute: (workspace: Workspace, random: Random) => Left, numRuns = 300): void {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const [plain, fast] = [plainKernels, fastestKernels()].map((kernels) =>
        kernels.use([], (workspace) =>
          compute(workspace, seeded(seed)).map((left) => (typeof left === 'number' ? left : Array.from(left))),
        ),
      );
      expect(fast).toEqual(plain);
    }),
    { numRuns },
  );
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** A number, or one that is up to two units in the last place beside it. */
export function beside(number: number, random: Random): number {
  if (number === 0 || !Number.isFinite(number)) return number;
  float[0] = number;
  bits[0] += BigInt(whole(5, random) - 2);
  return float[0];
}

/** One of 0 .. count - 1. */
export function whole(count: number, random: Random): number {
  return Math.floor(count * random());
}

export function oneOf<T>(values: readonly T[], random: Random): T {
  return values[whole(values.length, random)];
}

/** Numbers of both signs, of which some are 0. */
export function fill<N extends Float64Array | Float32Array>(numbers: N, random: Random): N {
  for (let i = 0; i < numbers.length; i++) numbers[i] = random() < 0.1 ? 0 : 2 * random() - 1;
  return numbers;
}

/** The same in eighths, which float32 adds up without rounding. */
export function fillEighths<N extends Float64Array | Float32Array>(numbers: N, random: Random): N {
  for (let i = 0; i < numbers.length; i++) numbers[i] = whole(33, random) / 8 - 2;
  return numbers;
}

/** A dense matrix, or one of a convolution whose tiles overlap. */
export function anyMatrix(random: Random, fillWith = fill, evenRows = false): TiledMatrix {
  const filters = evenRows ? 2 * (1 + whole(3, random)) : 1 + whole(7, random);
  if (random() < 0.5) {
    const [rows, columns] = [evenRows ? 2 * filters + 2 : 3 + whole(17, random), 1 + whole(13, random)];
    const kernel = fillWith(new Float64Array(rows * columns), random);
    return new Dense(kernel, new Float64Array(rows)).connect([[columns]]).matrices[0];
  }
  const channels = 1 + whole(3, random);
  const window = { size: [2, 2], strides: [1, 1], padding: noPadding } as const;
  const kernel = fillWith(new Float64Array(4 * channels * filters), random);
  return new Conv2D(kernel, new Float64Array(filters), window).connect([[3, 4, channels]]).matrices[0];
}

/** Some of the numbers below a count, ascending. */
export function someOf(count: number, random: Random): number[] {
  return Array.from({ length: count }, (_, i) => i).filter(() => random() < 0.6);
}

/** Sorted kinks of units in runs, some at the same alpha. */
export function someKinks(units: number, width: number, random: Random, workspace: Workspace): Kinks {
  const kinks = new Kinks(width, workspace);
  const runs = units / width;
  for (let group = 0, count = 1 + whole(12, random); group < count; group++) {
    const some = someOf(runs, random);
    const at = kinks.open(whole(8, random) / 8 + 1 / 16, some.length);
    kinks.units.set(
      some.map((run) => run * width),
      at,
    );
    fill(kinks.changes.subarray(at * width, (at + some.length) * width), random);
    kinks.close(at + some.length);
  }
  kinks.sort();
  return kinks;
}

/** All that kinks hold. */
export function contents({ groups, size, width, alphas, starts, units, changes }: Kinks): Left {
  return [
    groups,
    alphas.subarray(0, groups),
    starts.subarray(0, groups + 1),
    units.subarray(0, size),
    changes.subarray(0, size * width),
  ];
}
