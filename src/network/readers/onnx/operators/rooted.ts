import type { Operator } from '../operator.ts';
import { valueAt, type Step } from '../step.ts';
import type { Tensor } from '../value.ts';
import { between, pieceAt, type Pieces } from './pieces.ts';
import { piecesOf } from './piecesOf.ts';

/**
 * The same function of steps as one of that from which what is compared is made piece by piece: `|x| < 1` as one of
 * `x`, so that it may choose from all functions of that.
 */
export function rooted(operator: Operator, step: Step): Step {
  const x = rootOf(operator, step.x);
  const pieces = x.node === step.x.node ? undefined : piecesOf(operator, step.x, x);
  return pieces === undefined ? step : { x, ...throughPieces(step, pieces) };
}

function rootOf(operator: Operator, x: Tensor): Tensor {
  const before = operator.translation.nodes.named(x.node)?.inputs;
  if (before?.length !== 1) return x;
  const root = { ...x, node: before[0] };
  return piecesOf(operator, x, root) === undefined ? x : rootOf(operator, root);
}

/** Where a function of steps of pieces may jump, and what it is there. */
interface Turn {
  readonly at: number;
  readonly value: number;
}

function throughPieces(step: Step, pieces: Pieces): Omit<Step, 'x'> {
  const turns = pieces.slopes.flatMap((_, piece) => turnsOf(step, pieces, piece));
  const ends = [-Infinity, ...turns.map(({ at }) => at), Infinity];
  const values = ends.slice(1).map((end, i) => {
    const x = between(ends[i], end);
    const piece = pieceAt(pieces, x);
    return valueAt(step, pieces.slopes[piece] * x + pieces.intercepts[piece]);
  });
  const jumps = turns.map(({ value }, i) => value !== values[i] || value !== values[i + 1]);
  const kept = turns.filter((_, i) => jumps[i]);
  return {
    thresholds: kept.map(({ at }) => at),
    values: [values[0], ...values.slice(1).filter((_, i) => jumps[i])],
    valuesAt: kept.map(({ value }) => value),
  };
}

/** Within a piece, and at its end. */
function turnsOf(step: Step, { thresholds, slopes, intercepts }: Pieces, piece: number): Turn[] {
  const [low, high] = [thresholds[piece - 1] ?? -Infinity, thresholds[piece] ?? Infinity];
  const crossed = step.thresholds
    .map((threshold) => ({ at: (threshold - intercepts[piece]) / slopes[piece], value: valueAt(step, threshold) }))
    .filter(({ at }) => at > low && at < high)
    .sort((a, b) => a.at - b.at);
  const end = { at: high, value: valueAt(step, slopes[piece] * high + intercepts[piece]) };
  return high === Infinity ? crossed : [...crossed, end];
}
