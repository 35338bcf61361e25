/** Changes of the adjoint of an activation's output, on to its input. */

import { Runs } from './records';

/**
 * Passes changes of the adjoint of an activation's output on to its input: for each unit of the runs
 * `adjoint += change`, `input += pieceSlope * change`, and the change is taken away, and the mark.
 */
export function backpropActivation(changes: Runs, adjoint: usize, pieceSlopes: usize, input: usize): void {
  const values = changes.values;
  const width = changes.width;
  const marked = changes.marked;
  const runs = changes.touched;
  const count = changes.count;
  const zero = f64x2.splat(0);
  for (let e = 0; e < count; e++) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    let at = <usize>(run * width) << 3;
    let i = 0;
    for (; i + 2 <= width; i += 2, at += 16) {
      const change = v128.load(values + at);
      v128.store(values + at, zero);
      v128.store(adjoint + at, f64x2.add(v128.load(adjoint + at), change));
      v128.store(input + at, f64x2.add(v128.load(input + at), f64x2.mul(v128.load(pieceSlopes + at), change)));
    }
    if (i < width) {
      const change = load<f64>(values + at);
      store<f64>(values + at, 0);
      store<f64>(adjoint + at, load<f64>(adjoint + at) + change);
      store<f64>(input + at, load<f64>(input + at) + load<f64>(pieceSlopes + at) * change);
    }
  }
}
