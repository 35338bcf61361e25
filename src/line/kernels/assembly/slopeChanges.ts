/**
 * Integrals along the line: changes of the adjoint into moments, and columns of matrices times vectors, in lanes.
 * Weights, factors and changes are float64.
 */
import { singleLanes } from '../../memory/layout';
import { bytesOf } from './lanes';
import { AdjointChanges, Matrix, SlopeChanges, Vectors } from './records';

/** A float64 in all lanes of vectors of T. */
@inline
function splat<T>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(at) : f32x4.splat(<f32>load<f64>(at));
}

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

/** Gives a receiver what comes through a column of a matrix in two lanes; returns what comes in the first. */
function takeColumn2(matrix: Matrix, column: i32, vectors: usize, factor: usize, mass: usize, into: usize): f64 {
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const pointers = matrix.pointers;
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
function takeColumn<T>(matrix: Matrix, column: i32, vectors: usize, factor: usize, mass: usize, into: usize): f64 {
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const pointers = matrix.pointers;
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
 * Gives two receivers what comes through two columns of one group in many lanes, for the change of slope `i` and the
 * next, with the sums in the order of `takeColumn`: first those of even rows, then those of odd ones, so that each
 * vector is loaded once for both.
 */
function takeColumns<T>(matrix: Matrix, slopeChanges: SlopeChanges, i: i32, vectors: usize, into: usize): void {
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const column = load<i32>(slopeChanges.columns + (i << 2));
  const gap = <usize>((load<i32>(slopeChanges.columns + (i << 2), 4) - column) * tileRows) << 3;
  const group = column / tileColumns;
  const begin = load<i32>(matrix.pointers + (group << 2));
  const end = load<i32>(matrix.pointers + (group << 2), 4);
  const weights = matrix.weights + (<usize>((column - group * tileColumns) * tileRows) << 3);
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
  const receiver = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2)) << 6);
  const receiver2 = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2), 4) << 6);
  const factor = splat<T>(slopeChanges.factors + (i << 3));
  const factor2 = splat<T>(slopeChanges.factors + (i << 3) + 8);
  a = v128.add<T>(evenA, a);
  b = v128.add<T>(evenB, b);
  c = v128.add<T>(evenC, c);
  d = v128.add<T>(evenD, d);
  giveMany<T>(receiver, factor, a, b, c, d, zero, 0);
  e = v128.add<T>(evenE, e);
  f = v128.add<T>(evenF, f);
  g = v128.add<T>(evenG, g);
  h = v128.add<T>(evenH, h);
  giveMany<T>(receiver2, factor2, e, f, g, h, zero, 0);
}

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

/**
 * Adds the products of columns with vectors, times their factors, to the receivers of the first `count` changes of
 * slope.
 */
export function pull(matrix: Matrix, slopeChanges: SlopeChanges, count: i32, vectors: Vectors, into: usize): void {
  const lanes = vectors.lanes;
  const numbers = vectors.numbers + bytesOf(lanes) * vectors.first;
  if (lanes == singleLanes) pullMany<f32>(matrix, slopeChanges, count, numbers, into);
  else if (lanes > 2) pullMany<f64>(matrix, slopeChanges, count, numbers, into);
  else {
    for (let i = 0; i < count; i++) {
      const receiver = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2)) << 4);
      const column = load<i32>(slopeChanges.columns + (i << 2));
      takeColumn2(matrix, column, numbers, slopeChanges.factors + (i << 3), 0, receiver);
    }
  }
}

function pullMany<T>(matrix: Matrix, slopeChanges: SlopeChanges, count: i32, vectors: usize, into: usize): void {
  const columns = slopeChanges.columns;
  const tileColumns = matrix.tileColumns;
  for (let i = 0; i < count; i++) {
    const column = load<i32>(columns + (i << 2));
    const next = i + 1 < count ? load<i32>(columns + (i << 2), 4) : -1;
    if (next >= 0 && next / tileColumns == column / tileColumns) {
      takeColumns<T>(matrix, slopeChanges, i, vectors, into);
      i++;
      continue;
    }
    const receiver = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2)) << 6);
    takeColumn<T>(matrix, column, vectors, slopeChanges.factors + (i << 3), 0, receiver);
  }
}
