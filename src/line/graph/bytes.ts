import { checkMemory, formatMemory, UserError } from '../../base/index.ts';
import { bytesOf, sizeOf, type Nodes, type TiledMatrix } from '../../network/index.ts';

/** Bytes that fit into the address space of WebAssembly, 4 GiB, beside the kinks. */
const mostInWasm = 3.5 * 2 ** 30;
/** Bytes that a unit takes on a line, about: where it starts and ends, its state, and what is summed up of a kink. */
const bytesPerUnit = 128;
/** Bytes of kinks that are kept at a time unless said. */
const usualKinks = 2 ** 27;
/** Bytes of paths that are kept unless said. */
const usualPaths = 2 ** 30;
/** Bytes that the kink of a unit takes, and for so many crossings at a time each may have one. */
const bytesPerKink = 12;
const crossingsAtATime = 512;
/**
 * Bytes that a crossing takes, about: what is known of it, sorted, and what its adjoint and its changes of slope take.
 */
const bytesPerCrossing = 200;

/** What a network takes of memory. */
interface Footprint {
  /** As it was read. */
  readonly read: number;
  /** The weights of its matrices once more, transposed, and where these tiles stand. */
  readonly transposed: number;
  readonly pattern: number;
  readonly units: number;
}

function footprintOf(network: Nodes): Footprint {
  const matrices = new Set(
    network.nodes.flatMap(({ operation }) => (operation.family === 'linear' ? operation.matrices : [])),
  );
  const weights = new Map([...matrices].map((matrix) => [matrix.weights, transposedWeights(matrix)]));
  const sum = (all: Iterable<number>): number => [...all].reduce((total, bytes) => total + bytes, 0);
  return {
    read: bytesOf(network),
    transposed: sum(weights.values()),
    pattern: sum([...matrices].map(transposedPattern)),
    units: network.nodes.reduce((units, { operation }) => units + sizeOf(operation.shape), 0),
  };
}

/** A matrix of which a tile is one row or one column has the weights of its transpose. */
function transposedWeights({ weights: { byteLength }, tileRows, tileColumns }: TiledMatrix): number {
  return tileRows === 1 || tileColumns === 1 ? 0 : byteLength;
}

function transposedPattern({ rows, tileRows, starts, offsets, pointers }: TiledMatrix): number {
  return starts.byteLength + offsets.byteLength + pointers.BYTES_PER_ELEMENT * (rows / tileRows + 1);
}

/** Does what the kernels take of a network fit into the memory of WebAssembly? */
export function fitsWasm(network: Nodes): boolean {
  const footprint = footprintOf(network);
  return inWasm(footprint) <= mostInWasm;
}

/** Copies of all matrices, and the state of units. */
function inWasm({ read, transposed, pattern, units }: Footprint): number {
  return read + transposed + pattern + bytesPerUnit * units;
}

/**
 * Bytes that a network takes on a line, about, whatever happens on it: as it was read, copies for the kernels, as it is
 * and transposed, unless they are too large for that, and the state of units.
 */
export function bytesOnLine(network: Nodes): number {
  const footprint = footprintOf(network);
  const { read, transposed, pattern, units } = footprint;
  const onLine = inWasm(footprint) <= mostInWasm ? inWasm(footprint) : transposed + bytesPerUnit * units;
  return read + pattern + onLine;
}

/**
 * Bytes of an exact answer about a line with so many crossings, the network and all that it takes included.
 *
 * @param outputs whose paths are followed: each has a kink at every crossing, kept as far as is usual
 */
export function bytesOfAnswer(network: Nodes, crossings: number, outputs: number): number {
  const { units } = footprintOf(network);
  const kinks = Math.min(usualKinks, bytesPerKink * crossingsAtATime * units);
  const paths = Math.min(usualPaths, 2 * bytesPerKink * outputs * crossings);
  return bytesOnLine(network) + kinks + paths + bytesPerCrossing * crossings;
}

/** Bytes that are left for kinks: of all nodes at a time, and of the paths that are kept. */
export interface Room {
  readonly kinks: number;
  readonly paths: number;
}

/**
 * Room for the kinks of a network on a line: half of what there is, but never more than is usual.
 *
 * @param memory bytes that it may take in all
 * @throws UserError if those do not even suffice for what there is without kinks
 */
export function roomOnLine(network: Nodes, memory: number | undefined): Room {
  const left = memory === undefined ? Infinity : checkOnLine(network, memory);
  return { kinks: Math.min(usualKinks, left / 2), paths: Math.min(usualPaths, left / 2) };
}

/** What is left for kinks. @throws UserError if a network takes more on a line than is allowed, with what it takes */
export function checkOnLine(network: Nodes, memory: number): number {
  checkMemory(memory);
  const least = bytesOnLine(network);
  if (memory > least) return memory - least;
  throw new UserError(
    `An exact answer takes at least ${formatMemory(least)}, for the weights as they are and transposed and the state of ` +
      `all units, and ${formatMemory(memory)} are allowed; allow more memory, or name a quadrature rule and sample.`,
  );
}
