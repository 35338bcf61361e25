/** Changes of the adjoint into moments, in lanes. */

import { singleLanes } from '../../memory/layout';
import { AdjointChanges, Vectors } from './records';
import { splat } from './vectors';

/** Takes the entries of the groups `begin .. end`, times the masses of their group, from the lanes of their units. */
export function subtractMoments(changes: AdjointChanges, begin: i32, end: i32, moments: Vectors): void {
  if (begin >= end) return;
  const lanes = moments.lanes;
  if (lanes == singleLanes) subtractMany<f32>(changes, begin, end, moments.numbers);
  else if (lanes > 2) subtractMany<f64>(changes, begin, end, moments.numbers);
  else subtractTwo(changes, begin, end, moments.numbers);
}

function subtractTwo(portion: AdjointChanges, begin: i32, end: i32, moments: usize): void {
  const units = portion.units;
  const changes = portion.changes;
  const starts = portion.starts;
  const masses = portion.masses;
  for (let group = begin; group < end; group++) {
    const mass = v128.load(masses + (<usize>group << 4));
    const last = load<i32>(starts + (group << 2), 4);
    for (let e = load<i32>(starts + (group << 2)); e < last; e++) {
      const at = moments + (<usize>load<i32>(units + (e << 2)) << 4);
      v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(v128.load64_splat(changes + (e << 3)), mass)));
    }
  }
}

function subtractMany<T>(portion: AdjointChanges, begin: i32, end: i32, moments: usize): void {
  const units = portion.units;
  const changes = portion.changes;
  const starts = portion.starts;
  const masses = portion.masses;
  for (let group = begin; group < end; group++) {
    const mass = masses + (<usize>group << 6);
    const last = load<i32>(starts + (group << 2), 4);
    for (let e = load<i32>(starts + (group << 2)); e < last; e++) {
      const at = moments + (<usize>load<i32>(units + (e << 2)) << 6);
      const change = splat<T>(changes + (e << 3));
      v128.store(at, v128.sub<T>(v128.load(at), v128.mul<T>(change, v128.load(mass))));
      v128.store(at, v128.sub<T>(v128.load(at, 16), v128.mul<T>(change, v128.load(mass, 16))), 16);
      v128.store(at, v128.sub<T>(v128.load(at, 32), v128.mul<T>(change, v128.load(mass, 32))), 32);
      v128.store(at, v128.sub<T>(v128.load(at, 48), v128.mul<T>(change, v128.load(mass, 48))), 48);
    }
  }
}
