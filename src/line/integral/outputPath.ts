import { checkInteger, checkNumber, checkRecord, checkVector } from '../../base/index.ts';
import { adjointPath, outputUnit } from '../adjoint/index.ts';
import { checkRestriction, KinksAlong, lastNotAfter, type NodePath, type Restriction } from '../forward/index.ts';
import { targetSlope } from './targetSlope.ts';

/** One output unit along the line: its slope is `slopes[i]` from `alphas[i]` on, where its value is `values[i]`. */
export interface OutputPath {
  readonly alphas: Float64Array;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/**
 * An output unit as a piecewise-linear function of alpha; cheapest if the restriction remembers the output.
 *
 * @throws UserError unless the network has such an output unit
 */
export function outputPath(restriction: Restriction, unit: number): OutputPath {
  checkRestriction(restriction);
  checkInteger('The unit', unit, 0, restriction.output.value.length - 1);
  const { graph, paths, output } = restriction;
  const path = paths.get(graph.output);
  if (path !== undefined) return remembered(path, unit);
  const { alphas, values: slopes } = targetSlope(
    adjointPath(restriction, outputUnit(restriction, unit)),
    output.slope[unit],
  );
  const values = alphas.slice();
  values[0] = output.value[unit];
  for (let i = 1; i < alphas.length; i++) values[i] = values[i - 1] + slopes[i - 1] * (alphas[i] - alphas[i - 1]);
  return { alphas, values, slopes };
}

/** From the kinks of the output. */
function remembered(path: NodePath, unit: number): OutputPath {
  const alphas = [0];
  const values = [path.values[unit]];
  const slopes = [path.slopes[unit]];
  const along = new KinksAlong(path);
  while (along.takeUpTo(1)) {
    const { kinks, group } = along;
    const alpha = kinks.alphas[group];
    kinks.forEach(group, (changing, change) => {
      if (changing !== unit) return;
      const last = alphas.length - 1;
      values.push(values[last] + slopes[last] * (alpha - alphas[last]));
      slopes.push(slopes[last] + change);
      alphas.push(alpha);
    });
  }
  return { alphas: Float64Array.from(alphas), values: Float64Array.from(values), slopes: Float64Array.from(slopes) };
}

/** The value of an output unit at an alpha in [0, 1]. */
export function outputAt(path: OutputPath, alpha: number): number {
  checkRecord('path', path, 'alphas, values and slopes');
  for (const [name, vector] of Object.entries({ alphas: path.alphas, values: path.values, slopes: path.slopes }))
    checkVector(`list of ${name}`, vector);
  checkNumber('alpha', alpha);
  const piece = lastNotAfter(path.alphas, alpha);
  return path.values[piece] + path.slopes[piece] * (alpha - path.alphas[piece]);
}
