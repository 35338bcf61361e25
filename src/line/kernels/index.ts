import { plainKernels } from './plainKernels.ts';
import type { Kernels } from './kernels.ts';
import { makeWasmKernels } from './wasmKernels.ts';

export {
  fewLanes,
  manyLanes,
  singleLanes,
  type Departures,
  type Entries,
  type Kernels,
  type Live,
  type LiveColumns,
  type Memory,
  type Numbers,
  type Passages,
  type PointMasses,
  type References,
  type Runs,
  type Vectors,
  type Workspace,
} from './kernels.ts';
export {
  copyNumbers,
  field,
  fillNumbers,
  gatheredRounding,
  leastRounding,
  numbersOf,
  Progress,
  relativeRounding,
  setGain,
  together,
  unitState,
  type UnitState,
} from './unitState.ts';
export { heap, plainKernels } from './plainKernels.ts';

let fastest: Kernels | undefined;

/** The fastest kernels that this machine runs, made once: their memory is the thread's. */
export function fastestKernels(): Kernels {
  fastest ??= makeWasmKernels() ?? plainKernels;
  return fastest;
}
