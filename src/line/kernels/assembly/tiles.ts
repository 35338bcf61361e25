/** Columns of float64 that are added up, two numbers at a time. */

/** `y += a * i` for the two numbers `at` bytes further on. */
@inline
function addToPair(y: usize, a: v128, i: usize, at: usize): void {
  v128.store(y + at, f64x2.add(v128.load(y + at), f64x2.mul(a, v128.load(i + at))));
}

/** The same with four columns. */
@inline
function addFourToPair(y: usize, a: v128, i: usize, b: v128, j: usize, c: v128, k: usize, d: v128, l: usize, at: usize): void {
  const left = f64x2.add(f64x2.mul(a, v128.load(i + at)), f64x2.mul(b, v128.load(j + at)));
  const right = f64x2.add(f64x2.mul(c, v128.load(k + at)), f64x2.mul(d, v128.load(l + at)));
  v128.store(y + at, f64x2.add(v128.load(y + at), f64x2.add(left, right)));
}

/** `y += change * i` for so many bytes of numbers. */
@inline
export function addColumn(y: usize, bytes: usize, change: usize, i: usize): void {
  const a = v128.load64_splat(change);
  let r: usize = 0;
  for (; r + 64 <= bytes; r += 64) {
    addToPair(y + r, a, i + r, 0);
    addToPair(y + r, a, i + r, 16);
    addToPair(y + r, a, i + r, 32);
    addToPair(y + r, a, i + r, 48);
  }
  for (; r + 16 <= bytes; r += 16) addToPair(y + r, a, i + r, 0);
  if (r < bytes) store<f64>(y + r, load<f64>(y + r) + load<f64>(change) * load<f64>(i + r));
}

/** The same with four columns, whose changes follow each other. */
@inline
export function addFourColumns(y: usize, bytes: usize, changes: usize, i: usize, j: usize, k: usize, l: usize): void {
  const a = v128.load64_splat(changes);
  const b = v128.load64_splat(changes, 8);
  const c = v128.load64_splat(changes, 16);
  const d = v128.load64_splat(changes, 24);
  let r: usize = 0;
  for (; r + 64 <= bytes; r += 64) {
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 0);
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 16);
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 32);
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 48);
  }
  for (; r + 16 <= bytes; r += 16) addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 0);
  if (r == bytes) return;
  const left = load<f64>(changes) * load<f64>(i + r) + load<f64>(changes, 8) * load<f64>(j + r);
  const right = load<f64>(changes, 16) * load<f64>(k + r) + load<f64>(changes, 24) * load<f64>(l + r);
  store<f64>(y + r, load<f64>(y + r) + (left + right));
}

/** `y[0 .. rows] += sum over e < count of changes[e] * tile[:, units[e]]`, columns of float64. */
export function addTile(y: usize, tile: usize, rows: i32, units: usize, changes: usize, count: i32): void {
  const bytes = <usize>rows << 3;
  let e = 0;
  for (; e + 4 <= count; e += 4) {
    const i = tile + <usize>load<i32>(units + (e << 2)) * bytes;
    const j = tile + <usize>load<i32>(units + (e << 2), 4) * bytes;
    const k = tile + <usize>load<i32>(units + (e << 2), 8) * bytes;
    const l = tile + <usize>load<i32>(units + (e << 2), 12) * bytes;
    addFourColumns(y, bytes, changes + (e << 3), i, j, k, l);
  }
  for (; e < count; e++) addColumn(y, bytes, changes + (e << 3), tile + <usize>load<i32>(units + (e << 2)) * bytes);
}
