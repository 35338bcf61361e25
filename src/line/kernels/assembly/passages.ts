/** Integrals along the line: changes of the adjoint into moments, and columns of matrices times vectors, in lanes. */

/** Takes the entries of the groups `begin .. end`, times the masses of their group, from the lanes of their units. */
export function subtractMoments(units: usize, changes: usize, starts: usize, masses: usize, begin: i32, end: i32, lanes: i32, moments: usize): void {
  for (let group = begin; group < end; group++) {
    const mass = masses + (<usize>(group * lanes) << 3);
    const last = load<i32>(starts + (group << 2), 4);
    for (let e = load<i32>(starts + (group << 2)); e < last; e++) {
      const at = moments + (<usize>(load<i32>(units + (e << 2)) * lanes) << 3);
      const change = v128.load64_splat(changes + (e << 3));
      v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(change, v128.load(mass))));
      if (lanes == 2) continue;
      v128.store(at, f64x2.sub(v128.load(at, 16), f64x2.mul(change, v128.load(mass, 16))), 16);
      v128.store(at, f64x2.sub(v128.load(at, 32), f64x2.mul(change, v128.load(mass, 32))), 32);
      v128.store(at, f64x2.sub(v128.load(at, 48), f64x2.mul(change, v128.load(mass, 48))), 48);
    }
  }
}

/** `into += factor * (g + g[0] * mass)` for two lanes of products g of a column. */
// @ts-ignore: decorator
@inline
function give(into: usize, factor: v128, products: v128, adjoint: v128, mass: usize): void {
  const all = mass == 0 ? products : f64x2.add(products, f64x2.mul(adjoint, v128.load(mass)));
  v128.store(into, f64x2.add(v128.load(into), f64x2.mul(factor, all)));
}

/** Gives a target what comes through a column of a matrix in two lanes; returns what comes in the first. */
function takeColumn2(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  column: i32,
  vectors: usize,
  factor: v128,
  mass: usize,
  into: usize,
): f64 {
  const group = column / tileColumns;
  const within = (column - group * tileColumns) * tileRows;
  const last = load<i32>(pointers + (group << 2), 4);
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
    let tile = weights + ((load<i32>(offsets + (t << 2)) + within) << 3);
    let at = vectors + (load<i32>(starts + (t << 2)) << 4);
    let row = 0;
    for (; row + 2 <= tileRows; row += 2, tile += 16, at += 32) {
      a = f64x2.add(a, f64x2.mul(v128.load64_splat(tile), v128.load(at)));
      b = f64x2.add(b, f64x2.mul(v128.load64_splat(tile, 8), v128.load(at, 16)));
    }
    if (row < tileRows) a = f64x2.add(a, f64x2.mul(v128.load64_splat(tile), v128.load(at)));
  }
  a = f64x2.add(a, b);
  const adjoint = f64x2.extract_lane(a, 0);
  give(into, factor, a, f64x2.splat(adjoint), mass);
  return adjoint;
}

/** The same in eight lanes. */
function takeColumn8(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  column: i32,
  vectors: usize,
  factor: v128,
  mass: usize,
  into: usize,
): f64 {
  const group = column / tileColumns;
  const within = (column - group * tileColumns) * tileRows;
  const last = load<i32>(pointers + (group << 2), 4);
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
    let tile = weights + ((load<i32>(offsets + (t << 2)) + within) << 3);
    let at = vectors + (load<i32>(starts + (t << 2)) << 6);
    let row = 0;
    for (; row + 2 <= tileRows; row += 2, tile += 16, at += 128) {
      const even = v128.load64_splat(tile);
      a = f64x2.add(a, f64x2.mul(even, v128.load(at)));
      b = f64x2.add(b, f64x2.mul(even, v128.load(at, 16)));
      c = f64x2.add(c, f64x2.mul(even, v128.load(at, 32)));
      d = f64x2.add(d, f64x2.mul(even, v128.load(at, 48)));
      const odd = v128.load64_splat(tile, 8);
      e = f64x2.add(e, f64x2.mul(odd, v128.load(at, 64)));
      f = f64x2.add(f, f64x2.mul(odd, v128.load(at, 80)));
      g = f64x2.add(g, f64x2.mul(odd, v128.load(at, 96)));
      h = f64x2.add(h, f64x2.mul(odd, v128.load(at, 112)));
    }
    if (row < tileRows) {
      const even = v128.load64_splat(tile);
      a = f64x2.add(a, f64x2.mul(even, v128.load(at)));
      b = f64x2.add(b, f64x2.mul(even, v128.load(at, 16)));
      c = f64x2.add(c, f64x2.mul(even, v128.load(at, 32)));
      d = f64x2.add(d, f64x2.mul(even, v128.load(at, 48)));
    }
  }
  a = f64x2.add(a, e);
  const adjoint = f64x2.extract_lane(a, 0);
  const adjoints = f64x2.splat(adjoint);
  const next: usize = mass == 0 ? 0 : 16;
  give(into, factor, a, adjoints, mass);
  give(into + 16, factor, f64x2.add(b, f), adjoints, mass + next);
  give(into + 32, factor, f64x2.add(c, g), adjoints, mass + 2 * next);
  give(into + 48, factor, f64x2.add(d, h), adjoints, mass + 3 * next);
  return adjoint;
}

/**
 * Gives two targets what comes through two columns of one group in eight lanes, with the sums in the order of `takeColumn8`:
 * first those of even rows, then those of odd ones, so that each vector is loaded once for both.
 *
 * @param gap between the weights of the first column and those of the second
 */
function takeColumns8(
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  begin: i32,
  end: i32,
  gap: usize,
  vectors: usize,
  factor: v128,
  factor2: v128,
  into: usize,
  into2: usize,
): void {
  const zero = f64x2.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  let e = zero;
  let f = zero;
  let g = zero;
  let h = zero;
  let evenA = zero;
  let evenB = zero;
  let evenC = zero;
  let evenD = zero;
  let evenE = zero;
  let evenF = zero;
  let evenG = zero;
  let evenH = zero;
  for (let first = 0; first < 2; first++) {
    for (let t = begin; t < end; t++) {
      let tile = weights + (<usize>(load<i32>(offsets + (t << 2)) + first) << 3);
      let other = tile + gap;
      let at = vectors + (<usize>(load<i32>(starts + (t << 2)) + first) << 6);
      for (let row = first; row < tileRows; row += 2, tile += 16, other += 16, at += 128) {
        const weight = v128.load64_splat(tile);
        const weight2 = v128.load64_splat(other);
        const p = v128.load(at);
        const q = v128.load(at, 16);
        const r = v128.load(at, 32);
        const s = v128.load(at, 48);
        a = f64x2.add(a, f64x2.mul(weight, p));
        b = f64x2.add(b, f64x2.mul(weight, q));
        c = f64x2.add(c, f64x2.mul(weight, r));
        d = f64x2.add(d, f64x2.mul(weight, s));
        e = f64x2.add(e, f64x2.mul(weight2, p));
        f = f64x2.add(f, f64x2.mul(weight2, q));
        g = f64x2.add(g, f64x2.mul(weight2, r));
        h = f64x2.add(h, f64x2.mul(weight2, s));
      }
    }
    if (first == 1) break;
    evenA = a;
    evenB = b;
    evenC = c;
    evenD = d;
    evenE = e;
    evenF = f;
    evenG = g;
    evenH = h;
    a = zero;
    b = zero;
    c = zero;
    d = zero;
    e = zero;
    f = zero;
    g = zero;
    h = zero;
  }
  give(into, factor, f64x2.add(evenA, a), zero, 0);
  give(into + 16, factor, f64x2.add(evenB, b), zero, 0);
  give(into + 32, factor, f64x2.add(evenC, c), zero, 0);
  give(into + 48, factor, f64x2.add(evenD, d), zero, 0);
  give(into2, factor2, f64x2.add(evenE, e), zero, 0);
  give(into2 + 16, factor2, f64x2.add(evenF, f), zero, 0);
  give(into2 + 32, factor2, f64x2.add(evenG, g), zero, 0);
  give(into2 + 48, factor2, f64x2.add(evenH, h), zero, 0);
}

/** Takes passages, each with the mass before it, and the groups of changes between them; returns the group that is next. */
export function pass(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  count: i32,
  columns: usize,
  targets: usize,
  factors: usize,
  groups: usize,
  masses: usize,
  adjoints: usize,
  units: usize,
  changes: usize,
  changeStarts: usize,
  changeMasses: usize,
  group: i32,
  lanes: i32,
  moments: usize,
  first: i32,
  into: usize,
): i32 {
  const bytes = <usize>lanes << 3;
  const vectors = moments + bytes * first;
  for (let i = 0; i < count; i++, masses += bytes) {
    const before = load<i32>(groups + (i << 2));
    subtractMoments(units, changes, changeStarts, changeMasses, group, before, lanes, moments);
    group = max(group, before);
    const column = load<i32>(columns + (i << 2));
    const target = into + bytes * load<i32>(targets + (i << 2));
    const factor = v128.load64_splat(factors + (i << 3));
    const adjoint =
      lanes == 2
        ? takeColumn2(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, masses, target)
        : takeColumn8(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, masses, target);
    store<f64>(adjoints + (i << 3), load<f64>(adjoints + (i << 3)) + adjoint);
  }
  return group;
}

/** Adds the products of columns with vectors, times their factors, to their targets. */
export function pull(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  count: i32,
  columns: usize,
  targets: usize,
  factors: usize,
  lanes: i32,
  vectors: usize,
  into: usize,
): void {
  const bytes = <usize>lanes << 3;
  for (let i = 0; i < count; i++) {
    const column = load<i32>(columns + (i << 2));
    const target = into + bytes * load<i32>(targets + (i << 2));
    const factor = v128.load64_splat(factors + (i << 3));
    if (lanes == 2) {
      takeColumn2(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, 0, target);
      continue;
    }
    const group = column / tileColumns;
    const next = i + 1 < count ? load<i32>(columns + (i << 2), 4) : -1;
    if (next < 0 || next / tileColumns != group) {
      takeColumn8(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, 0, target);
      continue;
    }
    const begin = load<i32>(pointers + (group << 2));
    const end = load<i32>(pointers + (group << 2), 4);
    const from = weights + (<usize>((column - group * tileColumns) * tileRows) << 3);
    const gap = <usize>((next - column) * tileRows) << 3;
    i++;
    const target2 = into + bytes * load<i32>(targets + (i << 2));
    takeColumns8(starts, offsets, from, tileRows, begin, end, gap, vectors, factor, v128.load64_splat(factors + (i << 3)), target, target2);
  }
}
