import { UserError } from '../../../../base/index.ts';
import type { Elementwise } from '../../../operation.ts';
import { sameOrder } from '../../order.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
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
function pieceAt({ thresholds }: Pieces, x: number): number {
  return thresholds.filter((threshold) => threshold < x).length;
}

/** The derivative at a number. */
function slopeAt(pieces: Pieces, x: number): number {
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
  const inner = piecewise.has(layer.type) ? piecesOf(operator, { ...value, node: before }, x) : undefined;
  if (inner === undefined) return undefined;
  const operation = layer.connect([x.ours]);
  return operation.family === 'elementwise' ? composed(operation, inner) : undefined;
}

const piecewise: ReadonlySet<string> = new Set(['HardTanh', 'LeakyReLU', 'PiecewiseLinear', 'ReLU']);

/** A piecewise-linear function of one. */
function composed(outer: Elementwise, inner: Pieces): Pieces {
  const ofOuter = piecesOfElementwise(outer);
  const parts = inner.slopes.map((slope, piece) => {
    const [low, high] = [inner.thresholds[piece - 1] ?? -Infinity, inner.thresholds[piece] ?? Infinity];
    const cuts = outer.thresholds
      .map((threshold) => (threshold - inner.intercepts[piece]) / slope)
      .filter((x) => x > low && x < high)
      .sort((a, b) => a - b);
    const pieces = [...cuts, high].map((end, i) => {
      const begin = cuts[i - 1] ?? low;
      return pieceAt(ofOuter, slope * between(begin, end) + inner.intercepts[piece]);
    });
    return { slope, intercept: inner.intercepts[piece], cuts, pieces };
  });
  const whole = parts.flatMap(({ slope, intercept, pieces }) =>
    pieces.map((p) => ({
      slope: ofOuter.slopes[p] * slope,
      intercept: ofOuter.slopes[p] * intercept + ofOuter.intercepts[p],
    })),
  );
  const ends = parts.flatMap(({ slope, intercept, cuts }, p) => [
    ...inner.thresholds.slice(p - 1, p).map((at) => ({ at, slope: inner.slopesAt[p - 1], y: slope * at + intercept })),
    ...cuts.map((at) => ({ at, slope, y: outer.thresholds.find((y) => (y - intercept) / slope === at) ?? NaN })),
  ]);
  return {
    thresholds: ends.map(({ at }) => at),
    slopes: whole.map(({ slope }) => slope),
    slopesAt: ends.map(({ slope, y }) => slope * slopeAt(ofOuter, y)),
    intercepts: whole.map(({ intercept }) => intercept),
  };
}

function between(low: number, high: number): number {
  if (low === -Infinity) return high === Infinity ? 0 : high - 1;
  return high === Infinity ? low + 1 : (low + high) / 2;
}

function piecesOfElementwise(operation: Elementwise): Pieces {
  const { thresholds, slopes, slopesAt } = operation;
  const intercepts = slopes.map((slope, p) => {
    const at = thresholds[Math.max(0, p - 1)];
    return operation.value(at) - slope * at;
  });
  return { thresholds, slopes, slopesAt, intercepts };
}

/**
 * One function between each two thresholds of a function of steps, chosen by its value there; they must agree where
 * they meet.
 */
export function joined({ thresholds, values, valuesAt }: Step, chosen: (value: number) => Pieces): Pieces {
  return withoutFlat(
    thresholds.reduce(
      (low, threshold, i) => join(low, chosen(values[i + 1]), threshold, slopeAt(chosen(valuesAt[i]), threshold)),
      chosen(values[0]),
    ),
  );
}

/** One function up to a threshold, and from there another, which must agree there. */
function join(low: Pieces, high: Pieces, threshold: number, slope: number): Pieces {
  const [last, next] = [pieceAt(low, threshold), high.thresholds.filter((of) => of <= threshold).length];
  const ends = [
    low.intercepts[last] + low.slopes[last] * threshold,
    high.intercepts[next] + high.slopes[next] * threshold,
  ];
  if (Math.abs(ends[0] - ends[1]) > float32 * Math.max(1, Math.abs(threshold)))
    throw new UserError(
      `it jumps at ${threshold}, from ${ends[0]} to ${ends[1]}, and what a jump adds is in no gradient.`,
    );
  return {
    thresholds: [...low.thresholds.slice(0, last), threshold, ...high.thresholds.slice(next)],
    slopes: [...low.slopes.slice(0, last + 1), ...high.slopes.slice(next)],
    slopesAt: [...low.slopesAt.slice(0, last), slope, ...high.slopesAt.slice(next)],
    intercepts: [...low.intercepts.slice(0, last + 1), ...high.intercepts.slice(next)],
  };
}

/** Numbers of a file are rounded to it. */
const float32 = 2 ** -23;

/** Without thresholds where the slope stays the same, so that it is the derivative there, too. */
function withoutFlat({ thresholds, slopes, slopesAt, intercepts }: Pieces): Pieces {
  const kinks = [...thresholds.keys()].filter((i) => slopes[i] !== slopes[i + 1]);
  const at = (numbers: readonly number[]): number[] => kinks.map((i) => numbers[i]);
  const behind = (numbers: readonly number[]): number[] => [numbers[0], ...kinks.map((i) => numbers[i + 1])];
  return {
    thresholds: at(thresholds),
    slopes: behind(slopes),
    slopesAt: at(slopesAt),
    intercepts: behind(intercepts),
  };
}

function linear(slope: number, intercept: number): Pieces {
  return { thresholds: [], slopes: [slope], intercepts: [intercept], slopesAt: [] };
}

export function scaled({ thresholds, slopes, slopesAt, intercepts }: Pieces, factor: number, offset: number): Pieces {
  const times = (slope: number): number => factor * slope;
  return {
    thresholds,
    slopes: slopes.map(times),
    slopesAt: slopesAt.map(times),
    intercepts: intercepts.map((intercept) => factor * intercept + offset),
  };
}
