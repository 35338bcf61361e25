/** Made by `npm run build:kernels` from `sweepKernels.ts` and `headKernels.ts`. */
import type { KernelList } from './kernelList.ts';

/** A kernel as WebAssembly has it: of an array or a record it takes the address, and 0 where there is none. */
type Raw<Kernel> = Kernel extends (...of: infer A) => unknown ? (...of: { [I in keyof A]: number }) => number : never;

export type RawKernels = { readonly [Name in keyof KernelList]: Raw<KernelList[Name]> };

export function wasmCalls({
  addColumns,
  pickRows,
  passKinks,
  takeEntries,
  applyKinks,
  boundDeviations,
  skipStable,
  stepThroughKinks,
  findCrossings,
  backpropActivation,
  subtractMoments,
  integrateSlopeChanges,
  pull,
  dotColumns,
  weigh,
  sumErrors,
  softmax,
  pullSoftmax,
  addMultiple,
  dot,
  largestSize,
  multiplyColumns,
  integrateFew,
  integrateBy,
  isComplete,
}: RawKernels): KernelList {
  return {
    addColumns: (matrix, entries, begin, end, sums) =>
      addColumns(matrix.address, entries.address, begin, end, sums.address),
    pickRows: (matrix, rows, columns, count, to) =>
      pickRows(matrix.address, rows.address, columns.byteOffset, count, to.address),
    passKinks: (passing, source, from, to, until) => passKinks(passing.address, source.address, from, to, until),
    takeEntries: (runs, numbers, out, at, first) =>
      takeEntries(runs.address, numbers.byteOffset, out.address, at, first),
    applyKinks: (state, source, out) => applyKinks(state.address, source.address, out?.address ?? 0),
    boundDeviations: (source, from, to, since, deviations) =>
      boundDeviations(source.address, from, to, since, deviations.address),
    skipStable: (matrix, deviations, state, active) =>
      skipStable(matrix.address, deviations.address, state.address, Number(active)),
    stepThroughKinks: (matrix, deviations, count, state, passes) =>
      stepThroughKinks(matrix.address, deviations.address, count, state.address, Number(passes)),
    findCrossings: (state, alpha) => findCrossings(state.address, alpha),
    backpropActivation: (changes, adjoint, pieceSlopes, input) =>
      backpropActivation(changes.address, adjoint.byteOffset, pieceSlopes.byteOffset, input.byteOffset),
    subtractMoments: (changes, begin, end, moments) => subtractMoments(changes.address, begin, end, moments.address),
    integrateSlopeChanges: (matrix, slopeChanges, changes, group, moments, into) =>
      integrateSlopeChanges(
        matrix.address,
        slopeChanges.address,
        changes.address,
        group,
        moments.address,
        into.byteOffset,
      ),
    pull: (matrix, slopeChanges, count, vectors, into) =>
      pull(matrix.address, slopeChanges.address, count, vectors.address, into.byteOffset),
    dotColumns: (matrix, columns, count, vector, into) =>
      dotColumns(matrix.address, columns.byteOffset, count, vector.byteOffset, into.byteOffset),
    weigh: (points, alphas, begin, end, near, into) =>
      weigh(points.address, alphas.byteOffset, begin, end, near, into.byteOffset),
    sumErrors: (integrals, references, shares, rows, sums) =>
      sumErrors(integrals.byteOffset, references.address, shares.byteOffset, rows, sums.byteOffset),
    softmax: (x, count, y) => softmax(x.byteOffset, count, y.byteOffset),
    pullSoftmax: (y, adjoint, count, pulled) => pullSoftmax(y.byteOffset, adjoint.byteOffset, count, pulled.byteOffset),
    addMultiple: (x, factor, y, count, into) => addMultiple(x.byteOffset, factor, y.byteOffset, count, into.byteOffset),
    dot: (x, y, count) => dot(x.byteOffset, y.byteOffset, count),
    largestSize: (x, count) => largestSize(x.byteOffset, count),
    multiplyColumns: (matrix, columns, count, vectors, many, into) =>
      multiplyColumns(matrix.address, columns.byteOffset, count, vectors.byteOffset, many, into.byteOffset),
    integrateFew: (samples, length, integrals) => integrateFew(samples.address, length, integrals.byteOffset),
    integrateBy: (samples, length, integrals) => integrateBy(samples.address, length, integrals.byteOffset),
    isComplete: (way, length, integrals, change, size) =>
      isComplete(way.address, length, integrals.byteOffset, change, size),
  };
}
