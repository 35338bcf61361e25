import { describe, it } from 'vitest';
import type { Workspace } from '../../../src/line/kernels/index.ts';
import {
  fewLanes,
  manyLanes,
  recorded,
  singleLanes,
  type Numbers,
  type Vectors,
  type WeighedAdjointChanges,
} from '../../../src/line/memory/index.ts';
import { sameAlpha } from '../../../src/quadrature/index.ts';
import type { Random } from '../../helpers/randomNetworks.ts';
import { anyMatrix, beside, expectTwins, fill, fillEighths, oneOf, someOf, whole } from './twins.ts';

type Lanes = Vectors['lanes'];

/** Float32 where lanes are single, in eighths so that nothing is rounded. */
function numbersIn(lanes: Lanes, units: number, random: Random, workspace: Workspace): Numbers {
  return lanes === singleLanes
    ? fillEighths(workspace.float32(units * lanes), random)
    : fill(workspace.float64(units * lanes), random);
}

const fillFor = (lanes: Lanes): typeof fill => (lanes === singleLanes ? fillEighths : fill);

function someChanges(lanes: Lanes, units: number, random: Random, workspace: Workspace): WeighedAdjointChanges {
  const groups = Array.from({ length: 1 + whole(5, random) }, () => someOf(units, random));
  const all = groups.flat();
  const starts = workspace.int32(groups.length + 1);
  groups.forEach((of, group) => (starts[group + 1] = starts[group] + of.length));
  const entries = { units: workspace.int32(all.length), changes: workspace.float64(all.length) };
  entries.units.set(all);
  fillFor(lanes)(entries.changes, random);
  const masses = numbersIn(lanes, groups.length, random, workspace);
  return recorded(workspace, 'AdjointChanges', { ...entries, starts, masses });
}

describe('both kernels leave the same to the bit, of float32 where nothing is rounded, where they', () => {
  const anyLanes = (random: Random): Lanes => oneOf([fewLanes, manyLanes, singleLanes], random);

  it('take changes of the adjoint into moments', () => {
    expectTwins((workspace, random) => {
      const lanes = anyLanes(random);
      const changes = someChanges(lanes, 7, random, workspace);
      const moments = numbersIn(lanes, 7, random, workspace);
      const vectors = recorded(workspace, 'Vectors', { lanes, numbers: moments, first: 0 });
      workspace.kernels.subtractMoments(changes, 0, changes.starts.length - 1, vectors);
      return [moments];
    });
  });

  it('take changes of slope, with the changes between them', () => {
    expectTwins((workspace, random) => {
      const lanes = anyLanes(random);
      const matrix = workspace.matrix(anyMatrix(random, fillFor(lanes)));
      const first = whole(3, random);
      const numbers = numbersIn(lanes, first + matrix.rows, random, workspace);
      const moments = recorded(workspace, 'Vectors', { lanes, numbers, first });
      const changes = someChanges(lanes, first + matrix.rows, random, workspace);
      const count = 5;
      const lists = [workspace.int32(count), workspace.int32(count), workspace.int32(count)];
      const [columns, receivers, groups] = lists;
      for (let i = 0; i < count; i++) {
        columns[i] = whole(matrix.columns, random);
        receivers[i] = whole(4, random);
        groups[i] = whole(changes.starts.length, random);
      }
      groups.sort();
      const factors = fillFor(lanes)(workspace.float64(count), random);
      const masses = numbersIn(lanes, count, random, workspace);
      const adjoints = workspace.float64(count);
      const [begin, end] = [whole(3, random), count];
      const along = { columns, receivers, factors, groups, masses, adjoints, begin, end };
      const slopeChanges = recorded(workspace, 'SlopeChanges', along);
      const into = numbersIn(lanes, 4, random, workspace);
      const next = workspace.kernels.integrateSlopeChanges(matrix, slopeChanges, changes, 0, moments, into);
      return [next, numbers, adjoints, into];
    });
  });

  it('pull vectors through columns', () => {
    expectTwins((workspace, random) => {
      const lanes = anyLanes(random);
      const matrix = workspace.matrix(anyMatrix(random, fillFor(lanes)));
      const first = whole(3, random);
      const numbers = numbersIn(lanes, first + matrix.rows, random, workspace);
      const vectors = recorded(workspace, 'Vectors', { lanes, numbers, first });
      const some = someOf(matrix.columns, random);
      const [columns, receivers] = [workspace.int32(some.length), workspace.int32(some.length)];
      columns.set(some);
      receivers.set(some.map((column) => column % 3));
      const factors = fillFor(lanes)(workspace.float64(some.length), random);
      const into = numbersIn(lanes, 3, random, workspace);
      const slopeChanges = recorded(workspace, 'SlopeChanges', { columns, receivers, factors });
      workspace.kernels.pull(matrix, slopeChanges, some.length, vectors, into);
      return [into];
    });
  });

  it('weigh alphas that are on nodes, or nearly', () => {
    expectTwins((workspace, random) => {
      const lanes = anyLanes(random);
      const measures = 1 + whole(lanes - 1, random);
      const near = oneOf([sameAlpha, random() / 32], random);
      const alphas = workspace.float64(6);
      alphas.forEach((_, i) => (alphas[i] = (i + random()) / 6));
      const each = Array.from({ length: measures }, () => [
        ...someOf(alphas.length, random).map((i) => beside(alphas[i] - near, random)),
        Infinity,
      ]);
      const [nodes, next] = [workspace.float64(each.flat().length), workspace.int32(measures)];
      nodes.set(each.flat());
      for (let m = 1; m < measures; m++) next[m] = next[m - 1] + each[m - 1].length;
      const weights = fillFor(lanes)(workspace.float64(nodes.length), random);
      const passed = workspace.float64(measures);
      const points = recorded(workspace, 'PointMasses', { measures, lanes, nodes, weights, next, passed });
      const into = numbersIn(lanes, alphas.length, random, workspace).fill(0);
      workspace.kernels.weigh(points, alphas, 0, 2, near, into);
      const after = into.slice();
      workspace.kernels.weigh(points, alphas, 2, 6, near, into);
      return [after.subarray(0, 2 * lanes), into.subarray(0, 4 * lanes), next, passed];
    });
  });

  it('add up how far integrals are off others', () => {
    expectTwins((workspace, random) => {
      const [count, rows] = [1 + whole(150, random), 1 + whole(3, random)];
      const lists = Array.from({ length: 3 }, () => fillEighths(workspace.float32(count), random));
      const [reference, weights, others] = lists;
      const integrals = fillEighths(workspace.float32(count * singleLanes), random);
      const shares = fillEighths(workspace.float32(rows * singleLanes), random);
      const sums = workspace.float64(rows * singleLanes);
      const references = recorded(workspace, 'References', { count, reference, weights, others });
      workspace.kernels.sumErrors(integrals, references, shares, rows, sums);
      return [sums];
    });
  });
});
