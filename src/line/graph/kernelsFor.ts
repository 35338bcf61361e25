import { fastestKernels, plainKernels, type Kernels } from '../kernels/index.ts';
import { bytesOnLine } from './bytes.ts';
import type { LineGraph } from './graph.ts';

/** Bytes that fit into the address space of WebAssembly, 4 GiB, beside the kinks. */
const mostBytes = 3.5 * 2 ** 30;

/** The fastest kernels for a graph. */
export function kernelsFor(graph: LineGraph): Kernels {
  return bytesOnLine(graph) > mostBytes ? plainKernels : fastestKernels();
}
