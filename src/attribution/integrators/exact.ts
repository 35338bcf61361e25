import { checkOptions } from '../../base/index.ts';
import { checkLine, endpoints, type Restriction, type StraightLine } from '../../line/index.ts';
import { checkNetwork, type Network } from '../../network/index.ts';
import { type Ending, endingWith, type Explained } from '../head/index.ts';
import { Line, type LineOptions, outputOf } from '../line/index.ts';
import { l1 } from '../metrics/index.ts';
import { notFiniteOn } from '../model/index.ts';
import { type ResolvedTarget, resolveTarget } from '../target/index.ts';
import { HeadIntegrator } from './headIntegrator.ts';
import { integratedGradient } from './integrand.ts';
import { total, type Integrator } from './integrator.ts';
import { integrateOverRegions } from './regions.ts';
import { SweepIntegrator } from './sweepIntegrator.ts';

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
  /**
   * The share of the line on which a smooth end turns or bends too often to be followed: there anything may be missed.
   */
  readonly unlooked: number;
}

/** An output unit, by its index, and the straight line along which it is explained: a whole one, or a part of it. */
export interface OutputOnLine extends StraightLine {
  readonly target: number;
}

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
 * @throws UserError if too many units bend behind a smooth layer, if points or target do not fit it, if the output or
 *   its gradient is not finite on the line, or if the memory does not suffice
 */
export function exactIntegratedGradients(
  network: Network,
  line: OutputOnLine,
  options: LineOptions = {},
): Promise<ExactAttributions> {
  return new Promise((resolve) => {
    const { attributions, restriction, explained, unlooked } = integrateLine(network, line, options);
    const { value, end } = restriction.output;
    const difference = outputOf(explained, end) - outputOf(explained, value);
    checkDifference(network, line, difference);
    const regions = endpoints(restriction).length - 1;
    const integrator = integratorOver(restriction, explained);
    resolve({ ...lineAttributions(attributions, regions, difference, unlooked), integrator, restriction });
  });
}

/**
 * Exact integrated gradients along a line, which may be a part of one, and what they were found over.
 *
 * @throws UserError if they are not finite
 */
export function integrateLine(
  network: Network,
  line: OutputOnLine,
  options: LineOptions,
): { attributions: Float64Array; restriction: Restriction; explained: Explained; unlooked: number } {
  checkOptions(options);
  const target = outputOn(network, line);
  const ending = endingWith(network, target);
  const walked = new Line(line.baseline, line.input, options);
  const restriction = walked.restriction(ending);
  const { attributions, shortfall } = integrateOverRegions(network, walked, integratedGradient(network, target));
  if (!attributions.every(Number.isFinite)) throw notFiniteOn(network, target, line, endpoints(restriction));
  return { attributions, restriction, explained: ending.explained, unlooked: shortfall?.unlooked ?? 0 };
}

/** @throws UserError that says why an output's difference is not finite, if it is not */
export function checkDifference(network: Network, line: OutputOnLine, difference: number): void {
  if (!Number.isFinite(difference)) throw notFiniteOn(network, outputOn(network, line), line);
}

/** The ending with what is explained. @throws UserError if it does not fit the network */
export function endingOnLine(network: Network, line: OutputOnLine): Ending {
  return endingWith(network, outputOn(network, line));
}

function outputOn(network: Network, line: OutputOnLine): ResolvedTarget {
  checkLine(line);
  checkNetwork(network);
  return resolveTarget(network, line.target);
}

function integratorOver(restriction: Restriction, explained: Explained): Integrator {
  return typeof explained === 'number'
    ? new SweepIntegrator(restriction, explained)
    : new HeadIntegrator(restriction, explained);
}

/** Attributions beside the output's difference. */
export function lineAttributions(
  attributions: Float64Array,
  regions: number,
  difference: number,
  unlooked: number,
): LineAttributions {
  const gap = Math.abs(total(attributions) - difference);
  return {
    attributions,
    regions,
    outputDifference: difference,
    completenessGap: gap === 0 ? 0 : gap / l1(attributions),
    unlooked,
  };
}

/** `F(input) - F(baseline)` of an output unit. */
export function outputDifference(network: Network, { baseline, input, target }: OutputOnLine): number {
  return network.evaluate(input)[target] - network.evaluate(baseline)[target];
}
