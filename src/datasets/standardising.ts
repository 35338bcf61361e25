import type { Processing } from '../network/index.ts';
import type { NumberTable } from './table.ts';

/** From each column its mean, divided by its standard deviation (of the population); what is constant becomes 0. */
export function standardising({ rows, features }: NumberTable): Processing {
  const means = features.map((_, i) => rows.reduce((sum, row) => sum + row[i] / rows.length, 0));
  const deviations = means.map((mean, i) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[i] - mean) ** 2 / rows.length, 0)),
  );
  const divisor = deviations.map((deviation) => (deviation > 0 ? deviation : 1));
  return { divisor, offset: means.map((mean, i) => -mean / divisor[i]) };
}
