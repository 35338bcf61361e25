import type { AlongLine } from '../../src/attribution/index.ts';
import type { Cells } from '../../src/experiment/index.ts';

/**
 * Evenly spaced places on the line, 0 and 1 among them, and others by equal ratios from 0.001, so that the beginning is
 * seen.
 */
const places = [
  ...Array.from({ length: 101 }, (_, i) => i / 100),
  ...Array.from({ length: 60 }, (_, i) => Number((10 ** (i / 20 - 3)).toPrecision(3))),
];

/**
 * The rows of `saturation.csv` of one image, ascending in alpha: the share of the attributions' sum that is gathered,
 * at these places and where the predicted class changes. There are none if the sum is 0.
 */
export function saturation({ alphas, gathered, classChanges = [] }: AlongLine, label: number): Cells[] {
  if (gathered === undefined) return [];
  const changed = new Map(classChanges.map(({ alpha, to }) => [alpha, to]));
  const all = [...new Set([...places, ...changed.keys()])].sort((a, b) => a - b);
  return all.map((alpha) => ({
    alpha,
    label,
    gathered: valueAt(alphas, gathered, alpha),
    new_class: changed.get(alpha) ?? '',
  }));
}

/** The curve is straight between its points. */
function valueAt(alphas: Float64Array, values: Float64Array, alpha: number): number {
  const end = Math.max(
    1,
    alphas.findIndex((place) => place >= alpha),
  );
  const share = (alpha - alphas[end - 1]) / (alphas[end] - alphas[end - 1]);
  return values[end - 1] + share * (values[end] - values[end - 1]);
}
