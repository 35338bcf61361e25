import type { Measure } from '../../quadrature/index.ts';
import type { AdjointPath } from '../adjoint/index.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import { kernelsFor, matricesBothWays } from '../graph/index.ts';
import { LineIntegrator, type Findings, type Integrals } from './lineIntegrator.ts';
import { single } from './precision.ts';
import { recorded, singleLanes, type Memory } from '../memory/index.ts';

/** Measures that one walk takes: the first lane is the adjoint's, the others are theirs. */
const most = singleLanes - 1;

/** What integrals are compared with. */
export interface Reference {
  readonly integrals: Float64Array;
  /** How much an input counts. */
  readonly weights: Float64Array;
  /** The measure of others, which are added to integrals in shares. */
  readonly others: Measure;
}

/** A measure, and the shares of others that are added to its integrals. */
export interface Mixture {
  readonly measure: Measure;
  readonly shares: readonly number[];
}

/**
 * How far integrals of the target's gradient along the line are off a reference,
 * `sum_i weights_i |integral_i + share * others_i - reference_i|`. In float32, twice as many measures at a time as
 * in float64: for comparisons that an error of some 1e-6 does not change.
 */
export class SingleErrors {
  readonly #path: AdjointPath;
  readonly #integrals: Float32Array;
  readonly #weights: Float32Array;
  readonly #measureOfOthers: Measure;
  readonly #kernels: Kernels;
  /** From the first walk on. */
  #others: Float32Array | undefined;

  constructor(
    path: AdjointPath,
    { integrals, weights, others }: Reference,
    kernels: Kernels = kernelsFor(path.restriction.graph),
  ) {
    this.#path = path;
    this.#integrals = new Float32Array(integrals);
    this.#weights = new Float32Array(weights);
    this.#measureOfOthers = others;
    this.#kernels = kernels;
  }

  /** So many mixtures cost little more than one; their number is best this. */
  get atOnce(): number {
    return this.#others === undefined ? most - 1 : most;
  }

  /** For each mixture and each of its shares. */
  of(mixtures: readonly Mixture[]): number[][] {
    if (mixtures.length === 0) return [];
    const measures = mixtures.map(({ measure }) => measure);
    if (this.#others === undefined) measures.push(this.#measureOfOthers);
    return this.#kernels.use(matricesBothWays(this.#path.restriction.graph), (workspace) =>
      this.#errorsOf(mixtures, new LineIntegrator(this.#path, measures, single, workspace).run(), workspace),
    );
  }

  #errorsOf(mixtures: readonly Mixture[], { batches }: Findings<Float32Array>, workspace: Workspace): number[][] {
    this.#others ??= lastOf(batches[batches.length - 1]);
    const [reference, weights, others] = [this.#integrals, this.#weights, this.#others].map((numbers) =>
      copied(numbers, workspace),
    );
    const references = recorded(workspace, 'References', { count: reference.length, reference, weights, others });
    return batches.flatMap(({ numbers }, batch) => {
      const together = mixtures.slice(batch * most, (batch + 1) * most);
      const rows = Math.max(0, ...together.map(({ shares }) => shares.length));
      const shares = workspace.float32(rows * singleLanes);
      const sums = workspace.float64(rows * singleLanes);
      const place = (mixture: number, row: number): number => row * singleLanes + mixture + 1;
      together.forEach((mixture, m) => {
        mixture.shares.forEach((share, row) => (shares[place(m, row)] = share));
      });
      this.#kernels.sumErrors(numbers, references, shares, rows, sums);
      return together.map((mixture, m) => mixture.shares.map((_, row) => sums[place(m, row)]));
    });
  }
}

/** The integrals of the last measure. */
function lastOf({ numbers, lanes, measures }: Integrals<Float32Array>): Float32Array {
  const last = new Float32Array(numbers.length / lanes);
  for (let i = 0; i < last.length; i++) last[i] = numbers[i * lanes + measures];
  return last;
}

function copied(numbers: Float32Array, memory: Memory): Float32Array {
  const copy = memory.float32(numbers.length);
  copy.set(numbers);
  return copy;
}
