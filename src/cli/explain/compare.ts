import { explain, methodNamed, relativeL1, relativeL2, ruleNamed, type Explanation } from '../../attribution/index.ts';
import { UserError } from '../../base/index.ts';
import { tableToText, type Column } from '../../experiment/index.ts';
import { wordsOf } from './given.ts';
import { requestOf, type Answered, type Question, type Sampling } from './question.ts';
import { digits, percent } from './words.ts';

/** A rule with so many partitions. */
export type FixedSampling = Required<Pick<Sampling, 'rule' | 'n'>>;

/** What a sampling makes of what an exact answer is about. */
export interface Compared {
  readonly sampling: FixedSampling;
  readonly explanation: Explanation;
  readonly exact: Explanation;
  /** Relative distances to the exact attributions. */
  readonly l1: number;
  readonly l2: number;
}

/** `trapezoid:50,gauss:20`. @throws UserError if a rule is unknown or its n no whole number */
export function samplingsOf(given: string): FixedSampling[] {
  return wordsOf(given).map((word) => {
    const [rule, n] = word.split(':');
    if (!/^[1-9]\d*$/.test(n))
      throw new UserError(`--compare has '${word}'; expected rules with their partitions, like trapezoid:50,gauss:20.`);
    return { rule: ruleNamed(rule).name, n: Number(n) };
  });
}

/** Each sampling beside each exact answer about an input whose method can be sampled. */
export async function compare(
  question: Question,
  index: number,
  { explanations }: Answered,
  samplings: readonly FixedSampling[],
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const exact of explanations) {
    const { unit } = exact.target;
    if (exact.rule !== 'exact' || methodNamed(exact.method).kind !== 'path') continue;
    for (const { rule, n } of samplings) {
      const request = requestOf(
        { ...question, sampling: { rule, n } },
        index,
        exact.method,
        unit === undefined ? [] : [unit],
      );
      const ownLayer = request.layer === undefined ? {} : { layer: exact.layer };
      const ownBaselines = { baseline: exact.baselines.map(({ values }) => values) };
      const [explanation] = await explain(question.fullNetwork, { ...request, ...ownLayer, ...ownBaselines });
      const [l1, l2] = [relativeL1, relativeL2].map((distance) =>
        distance(explanation.attributions, exact.attributions),
      );
      compared.push({ sampling: { rule, n }, explanation, exact, l1, l2 });
    }
  }
  return compared;
}

const columns: readonly Column[] = [
  { name: 'rule' },
  { name: 'n', format: String },
  { name: 'gradients', format: String },
  { name: 'L1 error', format: percent },
  { name: 'L2 error', format: percent },
  { name: 'gap', format: digits },
];

/** A table of samplings of one answer: what each would cost and how far it is off. */
export function comparisonTable(compared: readonly Compared[]): string {
  const rows = compared.map(({ sampling, explanation, l1, l2 }) => [
    sampling.rule,
    sampling.n,
    explanation.gradients,
    l1,
    l2,
    explanation.completeness?.gap,
  ]);
  return tableToText({ columns, rows });
}
