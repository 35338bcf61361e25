import { relativeError, sampledMaps, type ExactAttributions, type Integrator } from '../../src/attribution/index.ts';
import { otherMaps, type Cells } from '../../src/experiment/index.ts';
import { gridOf, sumsByPlace } from '../../src/figures/index.ts';
import type { Shape } from '../../src/network/index.ts';
import { left, type Rule } from '../../src/quadrature/index.ts';

/** An image that has been studied. */
interface StudiedImage {
  readonly exact: ExactAttributions;
  readonly integrator: Integrator;
  readonly rules: readonly Rule[];
  readonly shape: Shape;
  /** 0 to 255. */
  readonly pixels: Float64Array;
  readonly label: number;
  /** Partitions with which m-tilde stops. */
  readonly stopped: number | undefined;
}

/** The rows of `ig_maps.csv`, without network and image. */
export async function mapCells(studied: StudiedImage): Promise<Cells[]> {
  const { exact, integrator, rules, shape, pixels, label, stopped } = studied;
  const grid = gridOf(shape);
  const cells = (rule: string, values: Float64Array, more: Cells = {}): Cells => ({
    rule,
    label,
    rows: grid.rows,
    columns: grid.columns,
    values: inFourDigits(sumsByPlace(values, grid)),
    ...more,
  });
  const sampled = await sampledMaps(exact, integrator, rules);
  const picture =
    grid.channels === 3
      ? { ...cells(otherMaps.image, pixels), values: pixels.join(' ') }
      : cells(
          otherMaps.image,
          pixels.map((pixel) => pixel / grid.channels),
        );
  return [
    picture,
    cells(otherMaps.exact, exact.attributions, { error: 0 }),
    ...sampled.map(({ rule, partitions, attributions, error }) =>
      cells(rule.name, attributions, { n: partitions, error }),
    ),
    ...(stopped === undefined ? [] : [await ofMTilde(studied, stopped, cells)]),
  ];
}

async function ofMTilde(
  { exact, integrator }: StudiedImage,
  stopped: number,
  cells: (rule: string, values: Float64Array, more: Cells) => Cells,
): Promise<Cells> {
  const [attributions] = await integrator.attribute([left.measure(stopped)]);
  return cells(otherMaps.mTilde, attributions, { n: stopped, error: relativeError(attributions, exact.attributions) });
}

/** Enough to draw, and to see a difference of a thousandth of the largest. */
function inFourDigits(values: Float64Array): string {
  return Array.from(values, (value) => Number(value.toPrecision(4))).join(' ');
}
