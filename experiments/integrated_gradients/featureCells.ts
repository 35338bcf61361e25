import { sampledMaps, type ExactAttributions, type Integrator } from '../../src/attribution/index.ts';
import { otherMaps, type Cells } from '../../src/experiment/index.ts';
import type { Rule } from '../../src/quadrature/index.ts';

/** A row of a table that has been studied. */
interface StudiedRow {
  readonly exact: ExactAttributions;
  readonly integrator: Integrator;
  readonly rules: readonly Rule[];
  /** Names of the columns. */
  readonly features: readonly string[];
  readonly input: Float64Array;
  readonly label: number;
}

/** The rows of `ig_features.csv`, without network and image. */
export async function featureCells({ exact, integrator, rules, features, input, label }: StudiedRow): Promise<Cells[]> {
  const cells = (rule: string, attributions: Float64Array, n?: number): Cells[] =>
    features.map((feature, index) => ({
      rule,
      n,
      index,
      label,
      feature,
      input: input[index],
      attribution: attributions[index],
    }));
  const sampled = await sampledMaps(exact, integrator, rules);
  return [
    ...cells(otherMaps.exact, exact.attributions),
    ...sampled.flatMap(({ rule, partitions, attributions }) => cells(rule.name, attributions, partitions)),
  ];
}
