import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../src/line/kernels/index.ts';
import {
  ChordDeviations,
  field,
  Kinks,
  stableMargin,
  numbersOf,
  Progress,
  relativeRounding,
  setPieceSlope,
  together,
  unitState,
  type HeldMatrix,
  type UnitState,
} from '../../../src/line/memory/index.ts';
import { Dense } from '../../../src/network/index.ts';
import type { Random } from '../../helpers/randomNetworks.ts';
import { anyMatrix, beside, contents, expectTwins, fill, oneOf, someKinks, someOf, whole } from './twins.ts';

type Left = (number | ArrayLike<number>)[];

/** Units some of which are on a threshold at an alpha, or up to two units in the last place beside it, others at 0. */
function someUnits(size: number, width: number, alpha: number, random: Random, workspace: Workspace): UnitState {
  const state = unitState(workspace, size, width);
  const { numbers } = state;
  for (let unit = 0; unit < size; unit++) {
    const at = numbersOf(width, unit);
    numbers[at] = oneOf([0, 2 * random() - 1], random);
    numbers[at + field.slope] = oneOf([0, 2 * random() - 1], random);
    const magnitude = Math.abs(numbers[at]) + Math.abs(numbers[at + field.slope]);
    numbers[at + field.magnitude] = magnitude * oneOf([1 / 2, 1, 4], random);
    const there = numbers[at] + numbers[at + field.slope] * alpha;
    numbers[at + field.low] = oneOf([-Infinity, 0, beside(there, random), there - random()], random);
    numbers[at + field.high] = oneOf([Infinity, 0, beside(there, random), there + random()], random);
    setPieceSlope(state, unit, at, oneOf([0, 1, 0.1], random));
  }
  return state;
}

const left = (state: UnitState, listed: number): Left => [
  listed,
  state.numbers,
  state.touchedAt,
  state.progress,
  state.list.subarray(0, listed),
  state.before.subarray(0, 4 * listed),
];

/** Changes that let a unit without a slope come to rest, or nearly. */
function nearRest({ numbers, width }: UnitState, kinks: Kinks, random: Random): void {
  for (let run = 0; run < kinks.size; run++) {
    for (let i = 0; i < width; i++) {
      const at = numbersOf(width, kinks.units[run] + i);
      const rest = beside(relativeRounding * numbers[at + field.magnitude], random);
      if (numbers[at + field.slope] === 0 && random() < 0.5) kinks.changes[run * width + i] = rest;
    }
  }
}

describe('both kernels leave the same to the bit where they', () => {
  it('touch units that cross, come to rest, or nearly', () => {
    let listed = 0;
    expectTwins((workspace, random) => {
      const width = 1 + whole(7, random);
      const size = width * (1 + whole(3, random));
      const source = someKinks(size, width, random, workspace);
      const state = someUnits(size, width, source.alphas[source.groups === 0 ? 0 : source.order[0]], random, workspace);
      nearRest(state, source, random);
      const out = random() < 0.8 ? new Kinks(1, workspace) : undefined;
      const found: Left = [];
      for (let times = 0; times < 40 && state.progress[Progress.next] < source.groups; times++) {
        if (random() < 0.9) out?.reserve(1, size);
        const met = workspace.kernels.applyKinks(state, source, out);
        found.push(...left(state, met));
        listed += met;
      }
      return [...found, ...(out === undefined ? [] : contents(out))];
    });
    expect(listed).toBeGreaterThan(1000);
  });

  it('look for units beyond a threshold', () => {
    let listed = 0;
    expectTwins((workspace, random) => {
      const width = 1 + whole(7, random);
      const state = someUnits(width * 3, width, 0.25, random, workspace);
      const found: Left = [];
      while (state.progress[0] < state.runs) {
        const met = workspace.kernels.findCrossings(state, 0.25);
        found.push(...left(state, met));
        listed += met;
      }
      return found;
    });
    expect(listed).toBeGreaterThan(1000);
  });

  it('sum up how far inputs deviate from straight lines', () => {
    expectTwins((workspace, random) => deviating(random, workspace).found);
  });

  it('move units straight on, or nearly', () => {
    const work = { units: 0, listed: 0 };
    expectTwins((workspace, random) => {
      const matrix = workspace.matrix(anyMatrix(random, fill, true));
      const { deviations } = deviating(random, workspace, matrix);
      const { kinks, sums } = deviations;
      if (kinks.groups === 0) return [];
      const probe = someUnits(matrix.rows, matrix.rows, 0, random, workspace);
      workspace.kernels.skipStable(matrix, deviations, probe, false);
      const state = someUnits(matrix.rows, matrix.rows, 0, random, workspace);
      onMargins(state, sums, kinks.alphas[kinks.groups - 1], random);
      const listed = workspace.kernels.skipStable(matrix, deviations, state, random() < 0.3);
      work.units += matrix.rows;
      work.listed += listed;
      return [listed, state.numbers, sums, deviations.listed.subarray(0, listed)];
    });
    expect(work.listed / work.units).toBeGreaterThan(0.3);
    expect(work.listed / work.units).toBeLessThan(0.9);
  });

  it('follow units from kink to kink', () => {
    let listed = 0;
    expectTwins((workspace, random) => {
      const [rows, columns] = [together + 1 + whole(9, random), 4];
      const kernel = fill(new Float64Array(rows * columns), random);
      const [dense] = new Dense(kernel, new Float64Array(rows)).connect([[columns]]).matrices;
      const matrix = workspace.matrix(dense);
      const { deviations } = deviating(random, workspace, matrix);
      const { kinks } = deviations;
      const state = someUnits(rows, rows, kinks.alphas[0], random, workspace);
      const some = someOf(rows, random);
      deviations.listed.set(some);
      deviations.makeRoomToPass(kinks.groups * some.length);
      const found: Left = [];
      const passes = random() < 0.7;
      for (;;) {
        const met = workspace.kernels.stepThroughKinks(matrix, deviations, some.length, state, passes);
        found.push(...left(state, met));
        listed += met;
        if (met === 0) break;
      }
      return passes ? [...found, deviations.passed] : found;
    });
    expect(listed).toBeGreaterThan(1000);
  });
});

/** Inputs of a matrix that deviate along some kinks. */
function deviating(
  random: Random,
  workspace: Workspace,
  matrix: HeldMatrix = workspace.matrix(anyMatrix(random)),
): { deviations: ChordDeviations; found: Left } {
  const source = someKinks(matrix.columns, 1, random, workspace);
  const deviations = new ChordDeviations(matrix, together, workspace);
  deviations.makeRoom(source);
  const from = whole(source.groups, random);
  const since = source.groups === 0 ? 0 : oneOf([0, source.alphas[source.order[from]]], random);
  workspace.kernels.boundDeviations(source, from, source.groups, since, deviations);
  const { count, units, numbers, places, kinks, values } = deviations;
  const found = [count, units.subarray(0, count), numbers, places, values.subarray(0, kinks.size), ...contents(kinks)];
  return { deviations, found };
}

/** Puts thresholds where units just stay off them, or just do not, as `skipStable` bounds their paths. */
function onMargins(state: UnitState, sums: Float64Array, way: number, random: Random): void {
  const { width, numbers } = state;
  for (let unit = 0; unit < width; unit++) {
    const at = numbersOf(width, unit);
    const of = 8 * (unit >> 1) + (unit & 1);
    const [off, middle, bound] = [sums[of], sums[of + 4], sums[of + 6]];
    const straight = numbers[at] + numbers[at + field.slope] * way;
    const landed = straight + off;
    const margin = bound + stableMargin * relativeRounding * (numbers[at + field.magnitude] + bound);
    const most = Math.max(numbers[at], landed) + middle + margin;
    const least = Math.min(numbers[at], landed) + middle - margin;
    numbers[at + field.high] = oneOf([Infinity, beside(most, random), beside(most, random)], random);
    numbers[at + field.low] = oneOf([-Infinity, beside(least, random)], random);
  }
}
