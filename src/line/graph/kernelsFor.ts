import { fastestKernels, plainKernels, type Kernels } from '../kernels/index.ts';
import { fitsWasm } from './bytes.ts';
import type { LineGraph } from './graph.ts';

const known = new WeakMap<LineGraph, Kernels>();

/** The fastest kernels for a graph, chosen once. */
export function kernelsFor(graph: LineGraph): Kernels {
  const kernels = known.get(graph) ?? (fitsWasm(graph) ? fastestKernels() : plainKernels);
  known.set(graph, kernels);
  return kernels;
}
