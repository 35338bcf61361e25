/** Integrals along the line: the slopes of first activations change, and so does what comes through them, in lanes. */

import { singleLanes } from '../../memory/layout';
import { AdjointChanges, Matrix, SlopeChanges, Vectors } from './records';
import { subtractMoments } from './subtractMoments';
import { takeColumn, takeColumn2 } from './takeColumn';
import { bytesOf } from './vectors';

/**
 * Takes changes of slope, each with the mass before it, and the groups of changes between them; returns the group that
 * is next.
 */
export function integrateSlopeChanges(
  matrix: Matrix,
  slopeChanges: SlopeChanges,
  changes: AdjointChanges,
  group: i32,
  moments: Vectors,
  into: usize,
): i32 {
  const lanes = moments.lanes;
  const bytes = bytesOf(lanes);
  const vectors = moments.numbers + bytes * moments.first;
  const columns = slopeChanges.columns;
  const receivers = slopeChanges.receivers;
  const factors = slopeChanges.factors;
  const groups = slopeChanges.groups;
  const adjoints = slopeChanges.adjoints;
  const end = slopeChanges.end;
  let masses = slopeChanges.masses;
  for (let i = slopeChanges.begin; i < end; i++, masses += bytes) {
    const before = load<i32>(groups + (i << 2));
    subtractMoments(changes, group, before, moments);
    group = max(group, before);
    const column = load<i32>(columns + (i << 2));
    const receiver = into + bytes * load<i32>(receivers + (i << 2));
    const factor = factors + (i << 3);
    const adjoint =
      lanes == 2
        ? takeColumn2(matrix, column, vectors, factor, masses, receiver)
        : lanes == singleLanes
          ? takeColumn<f32>(matrix, column, vectors, factor, masses, receiver)
          : takeColumn<f64>(matrix, column, vectors, factor, masses, receiver);
    store<f64>(adjoints + (i << 3), load<f64>(adjoints + (i << 3)) + adjoint);
  }
  return group;
}
