import { fastestKernels, plainKernels, type Kernels } from '../kernels/index.ts';
import { fitsWasm } from './bytes.ts';
import type { LineGraph } from './graph.ts';

/** The fastest kernels for a graph. */
export function kernelsFor(graph: LineGraph): Kernels {
  return fitsWasm(graph) ? fastestKernels() : plainKernels;
}
