import type { Elementwise, Linear, Maximum } from '../../network/index.ts';
import { restingPiece, slopeOf, thresholdAt, type LineNode } from '../graph/index.ts';
import { initialRounding } from '../memory/index.ts';
import { magnitudesOfSums } from './magnitude.ts';
import type { Product } from './product.ts';
import type { ValueSlope } from './trackedUnits.ts';

/** Where units start, and their values at alpha = 1, to which the network is evaluated. */
export interface Ends extends ValueSlope {
  readonly end: Float64Array;
}

/** Fills in the run of a node and returns its pieces. */
export function startNode(
  { operation, stage }: LineNode,
  sources: readonly Ends[],
  run: Ends,
  product: Product,
): Int32Array {
  switch (operation.family) {
    case 'linear':
      startLinear(operation, stage === 'affine', sources, run, product);
      return new Int32Array();
    case 'elementwise':
      return startElementwise(operation, sources[0], run);
    case 'maximum':
      return startMaximum(operation, sources[0], run);
  }
}

function startLinear(
  operation: Linear,
  isStraight: boolean,
  sources: readonly Ends[],
  run: Ends,
  product: Product,
): void {
  const { matrices, bias } = operation;
  const { value, slope, end } = run;
  if (bias !== undefined) {
    value.set(bias);
    end.set(bias);
  }
  matrices.forEach((matrix, i) => {
    product.add(matrix, sources[i].value, value);
    product.add(matrix, sources[i].slope, slope);
    if (!isStraight) product.add(matrix, sources[i].end, end);
  });
  if (isStraight) for (let unit = 0; unit < end.length; unit++) end[unit] = value[unit] + slope[unit];
  magnitudesOfSums(operation, sources, run);
}

function startElementwise(operation: Elementwise, source: Ends, { value, slope, magnitude, end }: Ends): Int32Array {
  const pieces = new Int32Array(value.length);
  for (let unit = 0; unit < pieces.length; unit++) {
    const piece = startPiece(operation, source, unit);
    const pieceSlope = slopeOf(operation, piece);
    pieces[unit] = piece;
    value[unit] = operation.value(source.value[unit]);
    slope[unit] = pieceSlope * source.slope[unit];
    end[unit] = operation.value(source.end[unit]);
    magnitude[unit] = Math.max(
      Math.abs(value[unit]) + Math.abs(slope[unit]),
      Math.abs(pieceSlope) * source.magnitude[unit],
    );
  }
  return pieces;
}

/**
 * A unit on a threshold is in the piece that it moves into; one that rests there, to rounding, is in a piece with the
 * derivative there.
 */
function startPiece(operation: Elementwise, source: Ends, unit: number): number {
  const { thresholds } = operation;
  const value = source.value[unit];
  const slope = source.slope[unit];
  const rounding = initialRounding * source.magnitude[unit];
  let piece = 0;
  while (piece < thresholds.length && (value > thresholds[piece] || (value === thresholds[piece] && slope > 0)))
    piece++;
  if (Math.abs(slope) > rounding) return piece;
  const threshold = thresholdAt(operation, value, rounding);
  return threshold < 0 ? piece : restingPiece(operation, threshold);
}

/** Of equal candidates the one that rises fastest is the largest, of these the first; to rounding. */
function startMaximum({ pointers, candidates }: Maximum, source: Ends, run: Ends): Int32Array {
  const { value, slope, end } = source;
  const selected = new Int32Array(run.value.length);
  for (let unit = 0; unit < selected.length; unit++) {
    let best = candidates[pointers[unit]];
    let largest = end[best];
    for (let i = pointers[unit] + 1; i < pointers[unit + 1]; i++) {
      const other = candidates[i];
      largest = Math.max(largest, end[other]);
      if (isBeyond(source, other, best)) best = other;
    }
    selected[unit] = best;
    run.value[unit] = value[best];
    run.slope[unit] = slope[best];
    run.end[unit] = largest;
    run.magnitude[unit] = source.magnitude[best];
  }
  return selected;
}

/** Whether a unit is beyond another one just after alpha = 0. */
function isBeyond({ value, slope, magnitude }: Ends, unit: number, other: number): boolean {
  const rounding = initialRounding * (magnitude[unit] + magnitude[other]);
  const lead = value[unit] - value[other];
  return lead > rounding || (lead >= -rounding && slope[unit] - slope[other] > rounding);
}
