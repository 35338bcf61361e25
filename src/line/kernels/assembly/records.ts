/** Made by `npm run build:kernels` from `memory/recordList.ts`. */
@unmanaged
export class Entries {
  units: usize;
  changes: usize;
}

@unmanaged
export class Kinks {
  units: usize;
  changes: usize;
  width: i32;
  groups: i32;
  groupRoom: i32;
  runRoom: i32;
  alphas: usize;
  starts: usize;
  order: usize;
}

@unmanaged
export class Matrix {
  rows: i32;
  tileRows: i32;
  tileColumns: i32;
  pointers: usize;
  starts: usize;
  lengths: usize;
  offsets: usize;
  weights: usize;
}

@unmanaged
export class SelectedUnits {
  units: usize;
  ranks: usize;
}

@unmanaged
export class Runs {
  width: i32;
  runs: i32;
  count: i32;
  values: usize;
  touched: usize;
  marked: usize;
}

@unmanaged
export class Passing {
  matrix: Matrix;
  single: Entries;
  sums: Runs;
  out: Kinks;
}

@unmanaged
export class UnitState {
  width: i32;
  runs: i32;
  listed: i32;
  numbers: usize;
  names: usize;
  touchedAt: usize;
  active: usize;
  activeCounts: usize;
  progress: usize;
  list: usize;
  before: usize;
}

@unmanaged
export class ChordDeviations {
  count: i32;
  units: usize;
  numbers: usize;
  places: usize;
  kinks: Kinks;
  values: usize;
  sums: usize;
  listed: usize;
  few: UnitState;
  picked: usize;
  pickedChanges: usize;
  passed: usize;
}

@unmanaged
export class AdjointChanges {
  units: usize;
  changes: usize;
  starts: usize;
  masses: usize;
}

@unmanaged
export class SlopeChanges {
  columns: usize;
  receivers: usize;
  factors: usize;
  begin: i32;
  end: i32;
  groups: usize;
  masses: usize;
  adjoints: usize;
}

@unmanaged
export class Vectors {
  lanes: i32;
  numbers: usize;
  first: i32;
}

@unmanaged
export class PointMasses {
  measures: i32;
  lanes: i32;
  nodes: usize;
  weights: usize;
  next: usize;
  passed: usize;
}

@unmanaged
export class Way {
  units: i32;
  values: usize;
  slopes: usize;
}

@unmanaged
export class Samples {
  units: i32;
  nodes: i32;
  gradients: usize;
  weights: usize;
  firstHalfPower: i32;
  lastHalfPower: i32;
}

@unmanaged
export class References {
  count: i32;
  reference: usize;
  weights: usize;
  others: usize;
}
