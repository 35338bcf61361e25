import { sameOrder } from '../../order.ts';
import type { Operator } from '../operator.ts';
import type { Tensor, Value } from '../value.ts';

/** A piecewise-linear function of one number. It need not be continuous. */
export interface Pieces {
  readonly thresholds: readonly number[];
  /** Of the pieces, one more than thresholds. */
  readonly slopes: readonly number[];
  /** What each piece, drawn on, is at 0. */
  readonly intercepts: readonly number[];
  /** The derivative at each threshold. */
  readonly slopesAt: readonly number[];
}

/** Which piece holds a number; at a threshold the one on its left. */
export function pieceAt({ thresholds }: Pieces, x: number): number {
  return thresholds.filter((threshold) => threshold < x).length;
}

/** The derivative at a number. */
export function slopeAt(pieces: Pieces, x: number): number {
  const threshold = pieces.thresholds.indexOf(x);
  return threshold < 0 ? pieces.slopes[pieceAt(pieces, x)] : pieces.slopesAt[threshold];
}

/** A value as a function of each unit of a tensor; undefined if it is none that is piecewise linear. */
export function piecesOf(operator: Operator, value: Value, x: Tensor): Pieces | undefined {
  if (value.kind === 'constant') return value.data.length === 1 ? linear(0, value.data[0]) : undefined;
  if (!sameOrder(value.order, x.order)) return undefined;
  if (value.node === x.node) return linear(1, 0);
  const definition = operator.translation.nodes.list.findLast(({ name }) => name === value.node);
  if (definition?.inputs.length !== 1) return undefined;
  const {
    layer,
    inputs: [before],
  } = definition;
  if (layer.type === 'WeightedSum') {
    const [[factor], [offset]] = [layer.coefficients[0], layer.bias];
    const inner =
      layer.coefficients[0].length * layer.bias.length === 1
        ? piecesOf(operator, { ...value, node: before }, x)
        : undefined;
    return inner && scaled(inner, factor, offset);
  }
  const operation = before === x.node ? layer.connect([x.ours]) : undefined;
  if (operation?.family !== 'elementwise') return undefined;
  const { thresholds, slopes, slopesAt } = operation;
  const intercepts = slopes.map((slope, p) => {
    const at = thresholds[Math.max(0, p - 1)];
    return operation.value(at) - slope * at;
  });
  return { thresholds: [...thresholds], slopes: [...slopes], slopesAt: [...slopesAt], intercepts };
}

function linear(slope: number, intercept: number): Pieces {
  return { thresholds: [], slopes: [slope], intercepts: [intercept], slopesAt: [] };
}

function scaled({ thresholds, slopes, slopesAt, intercepts }: Pieces, factor: number, offset: number): Pieces {
  const times = (slope: number): number => factor * slope;
  return {
    thresholds,
    slopes: slopes.map(times),
    slopesAt: slopesAt.map(times),
    intercepts: intercepts.map((intercept) => factor * intercept + offset),
  };
}
