import { checkLine, endpoints, type Restriction, type StraightLine } from '../../line/index.ts';
import type { Network } from '../../network/index.ts';
import { lebesgue } from '../../quadrature/index.ts';
import { HeadIntegrator } from './headIntegrator.ts';
import { total, type Integrator } from './integrator.ts';
import { type LineOptions, lineProgress, outputOf, restrictTo } from '../line/index.ts';
import { l1 } from '../metrics/index.ts';
import { SweepIntegrator } from './sweepIntegrator.ts';
import { type Ending, endingWithOutput } from '../head/index.ts';

/** Exact integrated gradients of one output unit along one line. */
export interface LineAttributions {
  /** One for each input, in the input's order. */
  readonly attributions: Float64Array;
  /** Linear regions of the network on the line. */
  readonly regions: number;
  /** `F(input) - F(baseline)`, both evaluated and not integrated. */
  readonly outputDifference: number;
  /** `|sum of attributions - outputDifference|`, relative to the sum of their absolute values. */
  readonly completenessGap: number;
}

/** An output unit, by its index, and the straight line along which it is explained: a whole one, or a part of it. */
export interface OutputOnLine extends StraightLine {
  readonly target: number;
}

/** How exact attributions are computed; none of it changes them. */
export type ExactOptions = LineOptions;

/** The same, and what they were found by. */
export interface ExactAttributions extends LineAttributions {
  /** Integrates the same line against other measures, at no evaluation of the network. */
  readonly integrator: Integrator;
  readonly restriction: Restriction;
}

/**
 * Exact integrated gradients (Sotoudeh & Thakur, NeurIPS 2019, section 4): the gradient is constant on each
 * linear region, so `delta * sum over regions of length * gradient` is the integral itself. Float64.
 *
 * @throws UserError if a layer bends behind a smooth one, if points or target do not fit it, or if the memory does not
 *   suffice
 */
export async function exactIntegratedGradients(
  network: Network,
  line: OutputOnLine,
  { memory, progress }: ExactOptions = {},
): Promise<ExactAttributions> {
  const ending = endingOnLine(network, line);
  const { explained } = ending;
  const told = progress && lineProgress(ending.network, line, progress);
  const restriction = restrictTo(ending, line, {
    ...(memory !== undefined && { memory }),
    progress: told?.forward,
  });
  const { value, end } = restriction.output;
  const integrator =
    typeof explained === 'number'
      ? new SweepIntegrator(restriction, explained)
      : new HeadIntegrator(restriction, explained);
  const [attributions] = await integrator.attribute([lebesgue], told?.adjoint);
  const difference = outputOf(explained, end) - outputOf(explained, value);
  return { ...lineAttributions(attributions, endpoints(restriction).length - 1, difference), integrator, restriction };
}

/** The ending with what is explained. @throws UserError if it does not fit the network */
export function endingOnLine(network: Network, line: OutputOnLine): Ending {
  checkLine(line);
  return endingWithOutput(network, line.target);
}

/** Attributions beside the output's difference. */
export function lineAttributions(attributions: Float64Array, regions: number, difference: number): LineAttributions {
  const gap = Math.abs(total(attributions) - difference);
  return {
    attributions,
    regions,
    outputDifference: difference,
    completenessGap: gap === 0 ? 0 : gap / l1(attributions),
  };
}

/** `F(input) - F(baseline)` of an output unit. */
export function outputDifference(network: Network, { baseline, input, target }: OutputOnLine): number {
  return network.evaluate(input)[target] - network.evaluate(baseline)[target];
}
