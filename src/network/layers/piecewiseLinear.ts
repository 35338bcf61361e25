import { UserError } from '../../base/index.ts';
import type { Elementwise } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** A continuous piecewise-linear function of each unit. */
export class PiecewiseLinear implements LayerDefinition {
  readonly type = 'PiecewiseLinear';

  /**
   * @param thresholds where pieces meet, ascending
   * @param slopes of the pieces, one more than thresholds
   * @param slopesAt the derivative at each threshold
   * @param intercept what the first piece, drawn on, is at 0
   */
  constructor(
    readonly thresholds: readonly number[],
    readonly slopes: readonly number[],
    readonly slopesAt: readonly number[],
    readonly intercept: number,
  ) {}

  connect([input]: readonly Shape[]): Elementwise {
    const { thresholds, slopes, slopesAt } = this;
    const ascend = thresholds.every((threshold, p) => p === 0 || threshold > thresholds[p - 1]);
    const fit =
      slopes.length === thresholds.length + 1 && slopesAt.length === thresholds.length && thresholds.length > 0;
    if (!ascend || !fit || ![...thresholds, ...slopes, ...slopesAt, this.intercept].every(Number.isFinite)) {
      throw new UserError(
        `thresholds [${thresholds.join(', ')}], slopes [${slopes.join(', ')}] and [${slopesAt.join(', ')}] at thresholds are no piecewise-linear ` +
          'function; expected finite numbers, at least one threshold, ascending, and a slope more than thresholds.',
      );
    }
    const intercepts = [this.intercept];
    thresholds.forEach((threshold, p) => intercepts.push(intercepts[p] + (slopes[p] - slopes[p + 1]) * threshold));
    const value = (x: number): number => {
      let piece = 0;
      while (piece < thresholds.length && x > thresholds[piece]) piece++;
      return slopes[piece] * x + intercepts[piece];
    };
    return { family: 'elementwise', shape: input, thresholds, slopes, slopesAt, value };
  }
}

/** `|x|`, with derivative 0 at 0. */
export function absolute(): PiecewiseLinear {
  return new PiecewiseLinear([0], [-1, 1], [0], 0);
}

/**
 * `x` kept within bounds, of which either may be infinite, with derivative 1 at them, as `torch.clamp`.
 *
 * @param slopeAt the derivative at bounds: 0 as of `torch.nn.Hardtanh` and `ReLU6`
 * @throws UserError unless low < high and one of them is finite
 */
export function clip(low: number, high: number, slopeAt = 1): PiecewiseLinear {
  if (!(low < high) || (low === -Infinity && high === Infinity)) {
    throw new UserError(
      `it clips to [${low}, ${high}]; expected a lower bound below an upper one, and one of them finite.`,
    );
  }
  const thresholds = [low, high].filter(Number.isFinite);
  const slopes = [...(low === -Infinity ? [] : [0]), 1, ...(high === Infinity ? [] : [0])];
  return new PiecewiseLinear(
    thresholds,
    slopes,
    thresholds.map(() => slopeAt),
    low === -Infinity ? 0 : low,
  );
}

/** `slope x + offset` kept within 0 and 1, with derivative 0 where it reaches them, as `torch.nn.Hardsigmoid`. */
export function hardSigmoid(slope: number, offset: number): PiecewiseLinear {
  const ends = [-offset / slope, (1 - offset) / slope];
  return slope > 0
    ? new PiecewiseLinear(ends, [0, slope, 0], [0, 0], 0)
    : new PiecewiseLinear(ends.reverse(), [0, slope, 0], [0, 0], 1);
}
