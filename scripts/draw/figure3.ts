import { drawLine } from '../../experiments/integrated_gradients/figures.ts';
import { lineCells } from '../../experiments/integrated_gradients/line.ts';
import { isPresent, lineTo, loadData, loadNetwork } from '../../src/catalogue/index.ts';
import type { Row } from '../../src/experiment/index.ts';
import { restrict } from '../../src/line/index.ts';

/** Figure 3 of the paper, of its own network if it has been fetched, else of a bundled one. */
export async function drawFigure3(): Promise<string> {
  const name = isPresent('mnist_relu_3_100') ? 'mnist_relu_3_100' : 'mnist_dense';
  const loaded = await loadNetwork(name);
  const { images } = await loadData(loaded);
  const line = lineTo(images.pixels[0], loaded.processing);
  const cells = lineCells(
    loaded.network.inputShape,
    images.pixels[0],
    images.labels[0],
    restrict(loaded.network, { baseline: line.baseline, input: line.input }),
  );
  const row = Object.entries({ network: name, image: 0, ...cells }).map(([column, cell]) => [column, String(cell)]);
  return drawLine(Object.fromEntries(row) as Row);
}
