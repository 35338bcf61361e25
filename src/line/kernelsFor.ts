import { matricesOf, type LineGraph } from './graph.ts';
import { fastestKernels, plainKernels, type Kernels } from './kernels/index.ts';

/** Bytes of weights beyond which the address space of WebAssembly, 4 GiB, might not hold what lines need beside them. */
const mostBytes = 2 ** 30;

/** The fastest kernels for a graph. */
export function kernelsFor(graph: LineGraph): Kernels {
  const weights = new Set(matricesOf(graph).map((matrix) => matrix.weights));
  const bytes = [...weights].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return bytes > mostBytes ? plainKernels : fastestKernels();
}
