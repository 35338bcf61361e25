import {
  exactIntegratedGradients,
  partitionsWithin,
  rankCorrelation,
  relativeL1,
  relativeL2,
  ruleNamed,
  type ExactOptions,
  type Explanation,
} from '../../attribution/index.ts';
import type { Network } from '../../network/index.ts';
import { paragraph } from '../../base/index.ts';
import { digits, percent } from './words.ts';

/** How far attributions of another tool are from ours. */
export interface Judgement {
  /** Relative distances in the sum of absolute values and in the Euclidean norm. */
  readonly l1: number;
  readonly l2: number;
  /** Undefined where one of both is the same everywhere. */
  readonly rank: number | undefined;
  readonly sum: number;
  /** What would explain the distance, in sentences. */
  readonly hints: readonly string[];
}

/** The rule whose partitions are counted: the one that other tools use most. */
const rule = ruleNamed('trapezoid');

/** Compares attributions of another tool with ours. @param within the tolerance that they are held to */
export function judged(theirs: Float64Array, ours: Explanation, input: Float64Array, within: number): Judgement {
  const { attributions } = ours;
  const distance = relativeL1(theirs, attributions);
  return {
    l1: distance,
    l2: relativeL2(theirs, attributions),
    rank: rankCorrelation(theirs, attributions),
    sum: theirs.reduce((total, value) => total + value, 0),
    hints: distance <= within ? [] : hintsOn(theirs, ours, input, within),
  };
}

/** The n of the trapezoid rule that would have sufficed; undefined where that is not known, or more than a thousand. */
export async function sufficientPartitions(
  network: Network,
  ours: Explanation,
  input: Float64Array,
  within: number,
  options: ExactOptions,
): Promise<number | undefined> {
  const {
    method,
    rule: estimator,
    baselines,
    target: { unit, layer },
    attributions,
  } = ours;
  const ofOutput = unit !== undefined && layer === network.nodes[network.nodes.length - 1].name;
  if (method !== 'integrated_gradients' || estimator !== 'exact' || baselines.length !== 1 || !ofOutput)
    return undefined;
  const { integrator } = await exactIntegratedGradients(
    network,
    { baseline: baselines[0].values, input, target: unit },
    options,
  );
  return partitionsWithin(integrator, attributions, rule, within);
}

/** The judgement for people. */
export function judgementInWords(
  { l1, l2, rank, sum, hints }: Judgement,
  { completeness }: Explanation,
  within: number,
  sufficient?: number,
): string {
  const difference = completeness?.difference;
  const complete =
    difference === undefined
      ? ''
      : `, ${digits(Math.abs(sum - difference))} off the output's change of ${digits(difference)}`;
  const rows = [
    ['L1 distance', `${percent(l1)} of the exact attributions' own`],
    ['L2 distance', percent(l2)],
    ['rank correlation', rank === undefined ? 'undefined: one is the same everywhere' : digits(rank)],
    ['sum', `${digits(sum)}${complete}`],
    ...(sufficient === undefined
      ? []
      : [['would suffice', `trapezoid with n = ${sufficient} (${sufficient + 1} gradients) for ${percent(within)}`]]),
    ['verdict', l1 <= within ? `within ${percent(within)}` : `NOT within ${percent(within)}`],
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(16)}  ${value}`).join('\n');
  return [table, ...hints.map((hint) => paragraph(hint))].join('\n');
}

/** Usual reasons, each tried by the numbers: no product with the line's change, no signs, and another scale or sign. */
function hintsOn(
  theirs: Float64Array,
  { attributions, baselines }: Explanation,
  input: Float64Array,
  within: number,
): string[] {
  if (baselines.length === 1 && theirs.length === input.length) {
    const [{ values }] = baselines;
    const times = theirs.map((value, i) => value * (input[i] - values[i]));
    if (relativeL1(times, attributions) <= within)
      return ['They are the exact ones without the product with input less baseline (multiply_by_inputs=False).'];
  }
  if (relativeL1(theirs, attributions.map(Math.abs)) <= within)
    return ['They are the absolute values of the exact ones.'];
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const factor = dot(theirs, attributions) / dot(attributions, attributions);
  if (
    factor === 0 ||
    !Number.isFinite(factor) ||
    relativeL1(
      theirs.map((value) => value / factor),
      attributions,
    ) > within
  )
    return [];
  return [
    `They are the exact ones times ${digits(factor)}: is the input, the output or the sign scaled otherwise there?`,
  ];
}
