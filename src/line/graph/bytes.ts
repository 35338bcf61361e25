import { formatMemory, UserError } from '../../base/index.ts';
import { sizeOf, type Operation, type TiledMatrix } from '../../network/index.ts';

/** Bytes that a unit takes on a line, about: where it starts and ends, its state, and what is summed up of a kink. */
const bytesPerUnit = 128;
/** Bytes of kinks that are kept at a time unless said. */
const usualKinks = 2 ** 27;

/** A network or its graph: what takes memory of them. */
export interface Nodes {
  readonly nodes: readonly { readonly operation: Operation }[];
}

/**
 * Bytes that a network takes on a line, about, whatever happens on it: weights as they are and transposed, and the
 * state of units.
 */
export function bytesOnLine({ nodes }: Nodes): number {
  const matrices = new Set(nodes.flatMap(({ operation }) => (operation.family === 'linear' ? operation.matrices : [])));
  const weights = new Map([...matrices].map((matrix) => [matrix.weights, weightsBothWays(matrix)]));
  const units = nodes.reduce((sum, { operation }) => sum + sizeOf(operation.shape), 0);
  const patterns = [...matrices].map(patternBothWays);
  return [...weights.values(), ...patterns].reduce((sum, bytes) => sum + bytes, bytesPerUnit * units);
}

/** A matrix of which a tile is one row or one column has the weights of its transpose. */
function weightsBothWays({ weights: { byteLength }, tileRows, tileColumns }: TiledMatrix): number {
  return tileRows === 1 || tileColumns === 1 ? byteLength : 2 * byteLength;
}

function patternBothWays({ rows, columns, tileRows, tileColumns, starts, offsets, pointers }: TiledMatrix): number {
  const groups = rows / tileRows + columns / tileColumns + 2;
  return 2 * (starts.byteLength + offsets.byteLength) + pointers.BYTES_PER_ELEMENT * groups;
}

/**
 * Bytes that are left for the kinks of a network on a line.
 *
 * @param memory bytes that it may take on the line in all
 * @throws UserError if those do not even suffice for what there is without kinks
 */
export function bytesForKinks(network: Nodes, memory: number | undefined): number {
  if (memory === undefined) return usualKinks;
  const least = bytesOnLine(network);
  if (memory > least) return Math.min(usualKinks, memory - least);
  throw new UserError(
    `An exact answer takes at least ${formatMemory(least)} for the weights and the state of all units on the line, and ` +
      `${formatMemory(memory)} are allowed; allow more memory, or name a quadrature rule and sample.`,
  );
}
