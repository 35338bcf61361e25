/** Point masses of measures along the line, in lanes. */

import { singleLanes } from '../../memory/layout';
import { PointMasses } from './records';
import { bytesOf } from './vectors';

/** Writes the mass of a lane. */
@inline
function storeMass(into: usize, lane: i32, lanes: i32, mass: f64): void {
  if (lanes == singleLanes) store<f32>(into + (lane << 2), <f32>mass);
  else store<f64>(into + (lane << 3), mass);
}

/** Passes all nodes before an alpha, and writes the masses that change; returns the least that is left. */
function passNodes(points: PointMasses, alpha: f64, into: usize): f64 {
  const nodes = points.nodes;
  const weights = points.weights;
  const next = points.next;
  const passed = points.passed;
  const measures = points.measures;
  const lanes = points.lanes;
  let nearest = Infinity;
  for (let lane = 0; lane < measures; lane++) {
    let n = load<i32>(next + (lane << 2));
    let node = load<f64>(nodes + (n << 3));
    if (node < alpha) {
      let mass = load<f64>(passed + (lane << 3));
      for (; node < alpha; node = load<f64>(nodes + (n << 3))) mass += load<f64>(weights + (n++ << 3));
      store<i32>(next + (lane << 2), n);
      store<f64>(passed + (lane << 3), mass);
      storeMass(into, lane, lanes, mass);
    }
    nearest = min(nearest, node);
  }
  return nearest;
}

/** Writes the point masses before alphas, in lanes. */
export function weigh(points: PointMasses, alphas: usize, begin: i32, end: i32, near: f64, into: usize): void {
  const passed = points.passed;
  const lanes = points.lanes;
  const bytes = bytesOf(lanes);
  let nearest = -Infinity;
  for (let i = begin; i < end; i++, into += bytes) {
    if (i == begin) {
      for (let lane = 0; lane < points.measures; lane++) storeMass(into, lane, lanes, load<f64>(passed + (lane << 3)));
    } else {
      for (let at: usize = 0; at < bytes; at += 16) v128.store(into + at, v128.load(into - bytes + at));
    }
    const alpha = load<f64>(alphas + (i << 3)) - near;
    if (nearest < alpha) nearest = passNodes(points, alpha, into);
  }
}
