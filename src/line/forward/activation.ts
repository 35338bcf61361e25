import type { Elementwise } from '../../network/index.ts';
import { piecesOf, type Pieces } from '../graph/index.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import {
  field,
  gatheredRounding,
  initialRounding,
  numbersOf,
  setPieceSlope,
  unitState,
  type Memory,
  type UnitState,
} from '../memory/index.ts';
import type { BlockCrossings } from './crossings.ts';
import type { ValueSlope } from './trackedUnits.ts';

/** What is known of an activation beside the numbers of its units. */
export interface Activation extends Pieces {
  readonly operation: Elementwise;
  /** Per unit. */
  readonly pieces: Int32Array;
  /** Groups of kinks so far: a unit was touched so often at most. */
  touches: number;
  readonly crossings: BlockCrossings;
  readonly kernels: Kernels;
  readonly memory: Memory;
}

/** Where units start, which pieces they are in just after alpha = 0, and where their crossings go. */
export interface UnitsStart {
  readonly operation: Elementwise;
  /** Of the input. */
  readonly run: ValueSlope;
  readonly pieces: Int32Array;
  readonly crossings: BlockCrossings;
}

/** Units at alpha = 0, in runs of a width. */
export function startUnits(
  { operation, run: { value, slope, magnitude }, pieces, crossings }: UnitsStart,
  width: number,
  workspace: Workspace,
): { activation: Activation; state: UnitState } {
  const activation = {
    operation,
    pieces: workspace.int32(pieces.length),
    ...piecesOf(operation),
    touches: 0,
    crossings,
    kernels: workspace.kernels,
    memory: workspace,
  };
  activation.pieces.set(pieces);
  const state = unitState(workspace, value.length, width);
  const { numbers } = state;
  const { lows, highs, pieceSlopes } = activation;
  for (let unit = 0; unit < value.length; unit++) {
    const at = numbersOf(width, unit);
    const rounding = initialRounding * magnitude[unit];
    const piece = pieces[unit];
    numbers[at] = value[unit];
    numbers[at + field.slope] = slope[unit];
    numbers[at + field.magnitude] = magnitude[unit];
    numbers[at + field.low] = lows[piece] - rounding;
    numbers[at + field.high] = highs[piece] + rounding;
    if (pieceSlopes[piece] !== 0) setPieceSlope(state, unit, at, pieceSlopes[piece]);
  }
  return { activation, state };
}

export function enterPiece(activation: Activation, state: UnitState, unit: number, at: number, piece: number): void {
  const { numbers } = state;
  const { pieces, lows, highs, pieceSlopes } = activation;
  const rounding = roundingAt(activation, state, at);
  pieces[nameOf(state, unit)] = piece;
  setPieceSlope(state, unit, at, pieceSlopes[piece]);
  numbers[at + field.low] = lows[piece] - rounding;
  numbers[at + field.high] = highs[piece] + rounding;
}

export function roundingAt({ touches }: Activation, { numbers }: UnitState, at: number): number {
  return gatheredRounding(touches) * numbers[at + field.magnitude];
}

export function nameOf({ names }: UnitState, unit: number): number {
  return names?.[unit] ?? unit;
}
