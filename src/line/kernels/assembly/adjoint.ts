/** Changes of the adjoint on their way down. */

/**
 * Passes changes of the adjoint of an activation's output on to its input: for each unit of the runs
 * `adjoint += change`, `input += gain * change`, and the change is taken away, and the mark.
 */
export function gate(
  changes: usize,
  adjoint: usize,
  gains: usize,
  input: usize,
  width: i32,
  marked: usize,
  runs: usize,
  count: i32,
): void {
  const zero = f64x2.splat(0);
  for (let e = 0; e < count; e++) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    let at = <usize>(run * width) << 3;
    let i = 0;
    for (; i + 2 <= width; i += 2, at += 16) {
      const change = v128.load(changes + at);
      v128.store(changes + at, zero);
      v128.store(adjoint + at, f64x2.add(v128.load(adjoint + at), change));
      v128.store(input + at, f64x2.add(v128.load(input + at), f64x2.mul(v128.load(gains + at), change)));
    }
    if (i < width) {
      const change = load<f64>(changes + at);
      store<f64>(changes + at, 0);
      store<f64>(adjoint + at, load<f64>(adjoint + at) + change);
      store<f64>(input + at, load<f64>(input + at) + load<f64>(gains + at) * change);
    }
  }
}

/** Takes what is not 0 of two entries; returns how many are taken then. What comes next writes over a 0. */
@inline
function takePair(pair: v128, at: usize, unit: i32, taken: i32, units: usize, changes: usize): i32 {
  v128.store(at, f64x2.splat(0));
  const a = f64x2.extract_lane(pair, 0);
  store<i32>(units + (taken << 2), unit);
  store<f64>(changes + (taken << 3), a);
  taken += i32(a != 0);
  const b = f64x2.extract_lane(pair, 1);
  store<i32>(units + (taken << 2), unit + 1);
  store<f64>(changes + (taken << 3), b);
  return taken + i32(b != 0);
}

/** Takes what is not 0 out of marked runs, with units that count from `from`; returns how many entries that are. */
export function takeEntries(
  values: usize,
  width: i32,
  marked: usize,
  runs: usize,
  count: i32,
  units: usize,
  changes: usize,
  from: i32,
): i32 {
  const zero = f64x2.splat(0);
  let taken = 0;
  for (let e = 0; e < count; e++) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    let at = values + (<usize>(run * width) << 3);
    let unit = from + run * width;
    const end = unit + width;
    for (; unit + 4 <= end; unit += 4, at += 32) {
      const first = v128.load(at);
      const second = v128.load(at, 16);
      if (!v128.any_true(f64x2.ne(first, zero)) && !v128.any_true(f64x2.ne(second, zero))) continue;
      taken = takePair(first, at, unit, taken, units, changes);
      taken = takePair(second, at + 16, unit + 2, taken, units, changes);
    }
    for (; unit + 2 <= end; unit += 2, at += 16) taken = takePair(v128.load(at), at, unit, taken, units, changes);
    if (unit < end) {
      const value = load<f64>(at);
      store<f64>(at, 0);
      store<i32>(units + (taken << 2), unit);
      store<f64>(changes + (taken << 3), value);
      taken += i32(value != 0);
    }
  }
  return taken;
}
