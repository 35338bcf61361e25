import { imageMapsIn, numberIn, otherMaps, type Row } from '../../src/experiment/index.ts';
import { mapGridFigure } from '../../src/figures/index.ts';

/**
 * The picture that the README begins with: exact attributions of an image beside sampled ones, at the n at which the
 * sum is right and m-tilde stops. @param run the image's row of `ig_run_data.csv` @param rows its rows of `ig_maps.csv`
 */
export function drawBeside(run: Row, rows: readonly Row[]): string {
  const [{ network, image, label, rows: height, columns, pixels, exact, sampled }] = imageMapsIn(rows);
  const stop = sampled.find(({ rule }) => rule === otherMaps.mTilde);
  if (!stop) throw new Error(`m-tilde does not stop at image ${image} of ${network}.`);
  const placed = (values: Float64Array, caption: string): Parameters<typeof mapGridFigure>[0]['exact'] => ({
    rows: height,
    columns,
    values,
    caption,
  });
  const regions = (numberIn(run, 'exact_regions') ?? 0).toLocaleString('en');
  return mapGridFigure({
    title: `How much each pixel speaks for a ${label}: exactly, and as sampled`,
    note:
      `${network}, image ${image}; baseline: the black image\nSampled by the left rule until the sum is right, here to ` +
      `${percent(numberIn(run, 'm_tilde_gap') ?? 0)}, as is usual`,
    image: { rows: height, columns, channels: pixels.length === 3 * height * columns ? 3 : 1, pixels },
    exact: placed(exact, `${regions} linear regions`),
    others: [
      { name: `sampled, n = ${stop.n}`, map: placed(stop.values, `relative error ${percent(stop.error)}`) },
      {
        name: 'difference',
        map: placed(
          exact.map((value, i) => stop.values[i] - value),
          'sampled less exact',
        ),
      },
    ],
    columns: [],
    rows: [],
  });
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
