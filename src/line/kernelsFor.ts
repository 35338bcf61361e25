import { matricesOf, type LineGraph } from './graph.ts';
import { fastestKernels, plainKernels, type Kernels } from './kernels/index.ts';

/** Bytes that fit into the address space of WebAssembly, 4 GiB, beside the kinks. */
const mostBytes = 3.5 * 2 ** 30;
/** Bytes that units take, about: where they start and end, their state, and what is summed up of a kink. */
const bytesPerUnit = 128;

/** The fastest kernels for a graph. */
export function kernelsFor(graph: LineGraph): Kernels {
  return bytesOnLine(graph) > mostBytes ? plainKernels : fastestKernels();
}

/**
 * Bytes that a graph takes on a line, about, whatever happens on it: weights as they are and transposed, and the state
 * of units.
 */
export function bytesOnLine(graph: LineGraph): number {
  const arrays = new Set<ArrayBufferView>(
    matricesOf(graph).flatMap(({ weights, offsets, starts, pointers }) => [weights, offsets, starts, pointers]),
  );
  const bytes = [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return graph.nodes.reduce((sum, { size }) => sum + bytesPerUnit * size, bytes);
}
