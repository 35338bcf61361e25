import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { loadData, loadNetwork, lineTo } from '../../src/catalogue/index.ts';
import type { Network } from '../../src/network/index.ts';
import { convolutionalNetwork, denseNetwork, point } from './randomNetworks.ts';

/** A line in a network and the output unit that is explained. */
export interface Line {
  readonly network: Network;
  readonly baseline: Float64Array;
  readonly input: Float64Array;
  readonly target: number;
}

/** Which line, in words that go to another process. */
export type LineName =
  /** From the black image towards the first image of the network's data, `stretch` times as far. */
  | { readonly kind: 'image'; readonly network: string; readonly stretch: number }
  /** Between two random points in a random network. */
  | { readonly kind: 'dense'; readonly width: number; readonly depth: number }
  | { readonly kind: 'convolutional'; readonly side: number };

const seed = 2019;

export async function lineOf(name: LineName): Promise<Line> {
  return name.kind === 'image' ? imageLine(name.network, name.stretch) : randomLine(name);
}

async function imageLine(name: string, stretch: number): Promise<Line> {
  const loaded = await loadNetwork(name);
  const { images } = await loadData(loaded);
  const { baseline, input } = lineTo(images.pixels[0], loaded.processing);
  const end = input.map((x, i) => baseline[i] + stretch * (x - baseline[i]));
  return { network: loaded.network, baseline, input: end, target: images.labels[0] };
}

/** The ends are drawn first, then the layers, so that a deeper network begins as a shallower one does. */
function randomLine(name: Exclude<LineName, { kind: 'image' }>): Line {
  const random = xoroshiro128plus(seed);
  const inputs = name.kind === 'dense' ? name.width : name.side ** 2;
  const [baseline, input] = [point(inputs, random), point(inputs, random)];
  const network =
    name.kind === 'dense' ? denseNetwork(name.width, name.depth, random) : convolutionalNetwork(name.side, random);
  return { network, baseline, input, target: 0 };
}
