/**
 * Integrals along the line: changes of the adjoint into moments, and columns of matrices times vectors, in lanes.
 * Weights, factors and changes are float64.
 */
import { bytesOf, singleLanes } from './lanes';

/** A float64 in all lanes of vectors of T. */
@inline
function splat<T>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(at) : f32x4.splat(<f32>load<f64>(at));
}

/** Takes the entries of the groups `begin .. end`, times the masses of their group, from the lanes of their units. */
export function subtractMoments(units: usize, changes: usize, starts: usize, masses: usize, begin: i32, end: i32, lanes: i32, moments: usize): void {
  if (lanes == singleLanes) subtractMany<f32>(units, changes, starts, masses, begin, end, moments);
  else if (lanes > 2) subtractMany<f64>(units, changes, starts, masses, begin, end, moments);
  else subtractTwo(units, changes, starts, masses, begin, end, moments);
}

function subtractTwo(units: usize, changes: usize, starts: usize, masses: usize, begin: i32, end: i32, moments: usize): void {
  for (let group = begin; group < end; group++) {
    const mass = v128.load(masses + (<usize>group << 4));
    const last = load<i32>(starts + (group << 2), 4);
    for (let e = load<i32>(starts + (group << 2)); e < last; e++) {
      const at = moments + (<usize>load<i32>(units + (e << 2)) << 4);
      v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(v128.load64_splat(changes + (e << 3)), mass)));
    }
  }
}

function subtractMany<T>(units: usize, changes: usize, starts: usize, masses: usize, begin: i32, end: i32, moments: usize): void {
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

/** `into += factor * (g + g[0] * mass)` for the lanes of a vector of products g of a column. */
@inline
function give<T>(into: usize, factor: v128, products: v128, adjoint: v128, mass: usize): void {
  const all = mass == 0 ? products : v128.add<T>(products, v128.mul<T>(adjoint, v128.load(mass)));
  v128.store(into, v128.add<T>(v128.load(into), v128.mul<T>(factor, all)));
}

/** The same for the four vectors of many lanes. */
@inline
function giveMany<T>(into: usize, factor: v128, a: v128, b: v128, c: v128, d: v128, adjoint: v128, mass: usize): void {
  const next: usize = mass == 0 ? 0 : 16;
  give<T>(into, factor, a, adjoint, mass);
  give<T>(into + 16, factor, b, adjoint, mass + next);
  give<T>(into + 32, factor, c, adjoint, mass + 2 * next);
  give<T>(into + 48, factor, d, adjoint, mass + 3 * next);
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
  factor: usize,
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
  give<f64>(into, v128.load64_splat(factor), a, f64x2.splat(adjoint), mass);
  return adjoint;
}

/**
 * The same in many lanes: first the sums of even rows, then those of odd ones, for both together do not fit into
 * registers.
 */
function takeColumn<T>(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  column: i32,
  vectors: usize,
  factor: usize,
  mass: usize,
  into: usize,
): f64 {
  const group = column / tileColumns;
  const within = (column - group * tileColumns) * tileRows;
  const last = load<i32>(pointers + (group << 2), 4);
  const zero = i64x2.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  let e = zero;
  let f = zero;
  let g = zero;
  let h = zero;
  for (let first = 0; first < 2; first++) {
    for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
      let tile = weights + (<usize>(load<i32>(offsets + (t << 2)) + within + first) << 3);
      let at = vectors + (<usize>(load<i32>(starts + (t << 2)) + first) << 6);
      for (let row = first; row < tileRows; row += 2, tile += 16, at += 128) {
        const weight = splat<T>(tile);
        a = v128.add<T>(a, v128.mul<T>(weight, v128.load(at)));
        b = v128.add<T>(b, v128.mul<T>(weight, v128.load(at, 16)));
        c = v128.add<T>(c, v128.mul<T>(weight, v128.load(at, 32)));
        d = v128.add<T>(d, v128.mul<T>(weight, v128.load(at, 48)));
      }
    }
    if (first == 1) break;
    e = a;
    f = b;
    g = c;
    h = d;
    a = zero;
    b = zero;
    c = zero;
    d = zero;
  }
  a = v128.add<T>(e, a);
  const adjoint = v128.extract_lane<T>(a, 0);
  giveMany<T>(into, splat<T>(factor), a, v128.add<T>(b, f), v128.add<T>(c, g), v128.add<T>(d, h), v128.splat<T>(adjoint), mass);
  return <f64>adjoint;
}

/**
 * Gives two targets what comes through two columns of one group in many lanes, with the sums in the order of
 * `takeColumn`: first those of even rows, then those of odd ones, so that each vector is loaded once for both.
 *
 * @param gap between the weights of the first column and those of the second; their factors follow each other
 */
function takeColumns<T>(
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  begin: i32,
  end: i32,
  gap: usize,
  vectors: usize,
  factors: usize,
  into: usize,
  into2: usize,
): void {
  const zero = i64x2.splat(0);
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
        const weight = splat<T>(tile);
        const weight2 = splat<T>(other);
        const p = v128.load(at);
        const q = v128.load(at, 16);
        const r = v128.load(at, 32);
        const s = v128.load(at, 48);
        a = v128.add<T>(a, v128.mul<T>(weight, p));
        b = v128.add<T>(b, v128.mul<T>(weight, q));
        c = v128.add<T>(c, v128.mul<T>(weight, r));
        d = v128.add<T>(d, v128.mul<T>(weight, s));
        e = v128.add<T>(e, v128.mul<T>(weight2, p));
        f = v128.add<T>(f, v128.mul<T>(weight2, q));
        g = v128.add<T>(g, v128.mul<T>(weight2, r));
        h = v128.add<T>(h, v128.mul<T>(weight2, s));
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
  giveMany<T>(into, splat<T>(factors), v128.add<T>(evenA, a), v128.add<T>(evenB, b), v128.add<T>(evenC, c), v128.add<T>(evenD, d), zero, 0);
  giveMany<T>(into2, splat<T>(factors + 8), v128.add<T>(evenE, e), v128.add<T>(evenF, f), v128.add<T>(evenG, g), v128.add<T>(evenH, h), zero, 0);
}

/**
 * Takes passages, each with the mass before it, and the groups of changes between them; returns the group that is next.
 */
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
  const bytes = bytesOf(lanes);
  const vectors = moments + bytes * first;
  for (let i = 0; i < count; i++, masses += bytes) {
    const before = load<i32>(groups + (i << 2));
    subtractMoments(units, changes, changeStarts, changeMasses, group, before, lanes, moments);
    group = max(group, before);
    const column = load<i32>(columns + (i << 2));
    const target = into + bytes * load<i32>(targets + (i << 2));
    const factor = factors + (i << 3);
    const adjoint =
      lanes == 2
        ? takeColumn2(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, masses, target)
        : lanes == singleLanes
          ? takeColumn<f32>(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, masses, target)
          : takeColumn<f64>(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, masses, target);
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
  if (lanes == singleLanes) pullMany<f32>(pointers, starts, offsets, weights, tileRows, tileColumns, count, columns, targets, factors, vectors, into);
  else if (lanes > 2) pullMany<f64>(pointers, starts, offsets, weights, tileRows, tileColumns, count, columns, targets, factors, vectors, into);
  else {
    for (let i = 0; i < count; i++) {
      const target = into + (<usize>load<i32>(targets + (i << 2)) << 4);
      takeColumn2(pointers, starts, offsets, weights, tileRows, tileColumns, load<i32>(columns + (i << 2)), vectors, factors + (i << 3), 0, target);
    }
  }
}

function pullMany<T>(
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
  vectors: usize,
  into: usize,
): void {
  for (let i = 0; i < count; i++) {
    const column = load<i32>(columns + (i << 2));
    const target = into + (<usize>load<i32>(targets + (i << 2)) << 6);
    const factor = factors + (i << 3);
    const group = column / tileColumns;
    const next = i + 1 < count ? load<i32>(columns + (i << 2), 4) : -1;
    if (next < 0 || next / tileColumns != group) {
      takeColumn<T>(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, 0, target);
      continue;
    }
    const begin = load<i32>(pointers + (group << 2));
    const end = load<i32>(pointers + (group << 2), 4);
    const from = weights + (<usize>((column - group * tileColumns) * tileRows) << 3);
    const gap = <usize>((next - column) * tileRows) << 3;
    i++;
    const target2 = into + (<usize>load<i32>(targets + (i << 2)) << 6);
    takeColumns<T>(starts, offsets, from, tileRows, begin, end, gap, vectors, factor, target, target2);
  }
}
