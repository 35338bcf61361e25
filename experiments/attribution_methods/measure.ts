import type { Explanation } from '../../src/attribution/index.ts';
import {
  deletionScore,
  insertionScore,
  rankCorrelation,
  relativeL1,
  relativeL2,
  softmaxProbability,
  type Scoring,
} from '../../src/attribution/metrics/index.ts';
import type { Cells } from '../../src/experiment/index.ts';
import { logitsOf } from '../../src/network/index.ts';
import type { Subject } from './subject.ts';
import { exactGradients, referenceFor, type Variant } from './variants.ts';

/**
 * One variant of a method, without network and image: its rows of `attribution_methods.csv` and `method_timings.csv`.
 */
export interface Measured {
  readonly cells: Cells;
  readonly timing: Cells;
}

export async function measure(subject: Subject, variant: Variant): Promise<Measured> {
  const { method, rule, n = '', within = '' } = variant;
  const explanation = await subject.explain(variant);
  const { layer, completeness, regions, evaluations, gradients, seconds } = explanation;
  const reference = referenceFor(method, subject.featureCount);
  const [found, expected] = alike(subject, explanation, await subject.explain(reference));
  const key = { method: method.name, rule, n, within };
  const cells = {
    ...key,
    n_used: explanation.n ?? '',
    layer,
    compared_with: reference.method.name,
    elements: found.length,
    relative_l1: relativeL1(found, expected),
    relative_l2: relativeL2(found, expected),
    rank_correlation: rankCorrelation(found, expected) ?? '',
    completeness_gap: completeness?.relativeGap ?? '',
    ...(method.attributes === 'input' && method.neuron !== 'explained' && (await scoresOf(subject, explanation))),
    regions: regions ?? '',
    evaluations,
    gradients,
  };
  return { cells, timing: { ...key, seconds } };
}

/** What can be compared: attributions of features, if that is what a method has, with sums over the same features. */
function alike(
  { mask, featureCount }: Subject,
  explanation: Explanation,
  reference: Explanation,
): [Float64Array, Float64Array] {
  const { attributions, features } = explanation;
  if (features === undefined) return [attributions, reference.attributions];
  const sums = new Float64Array(featureCount);
  reference.attributions.forEach((attribution, i) => {
    sums[mask[i]] += attribution;
  });
  return [features, reference.features ?? sums];
}

/** Insertion and deletion score, by the softmax of the network's outputs or logits. */
async function scoresOf(subject: Subject, { attributions }: Explanation): Promise<Cells> {
  const { network } = subject.loaded;
  const scored = logitsOf(network) ?? network;
  const probability = softmaxProbability(
    (points) => Promise.resolve(scored.evaluate(points)),
    scored.outputSize,
    subject.label,
  );
  const {
    baselines: [{ values: baseline }],
  } = await subject.explain(exactGradients);
  const channels = network.inputShape.at(2) ?? 1;
  const scoring: Scoring = { attributions, input: subject.input, baseline, channels };
  return { insertion: await insertionScore(probability, scoring), deletion: await deletionScore(probability, scoring) };
}

/** Rank correlations of methods, one variant of each, with each other where they attribute to the same. */
export async function correlate(subject: Subject, variants: readonly Variant[]): Promise<Cells[]> {
  const rows: Cells[] = [];
  for (const [i, first] of variants.entries()) {
    const a = await subject.explain(first);
    for (const second of variants.slice(i + 1)) {
      const b = await subject.explain(second);
      if (a.layer !== b.layer) continue;
      const correlation = rankCorrelation(a.attributions, b.attributions) ?? '';
      rows.push({ method: first.method.name, other: second.method.name, rank_correlation: correlation });
    }
  }
  return rows;
}
