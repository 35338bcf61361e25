import { checkInteger } from '../../base/index.ts';
import { pointAt } from '../../line/index.ts';
import { sizeOf } from '../../network/index.ts';
import type { Line } from '../line/index.ts';
import type { Question } from './method.ts';
import { batches } from '../model/index.ts';
import { difference, itemsOf, joined, Moments, normal, type Random, randomOf } from '../numbers/index.ts';
import { scaled } from './scaled.ts';
import type { Found } from './found.ts';

/** A line from a baseline to the input with noise, and a point on it. */
interface Sample {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly point: Float64Array;
}

/**
 * Mean over n samples of what a layer (or the input) changes along a line times the gradient by it at one point of the
 * line. Each sample draws its line from those of the question, noise for the input, and a point, all uniformly.
 *
 * @returns with the standard error of each mean
 */
export async function expectedGradients(question: Question, n: number, seed: number): Promise<Found> {
  checkInteger('The number of samples n', n, 2);
  const { model, target, layer, options, input } = question;
  const random = randomOf(seed);
  const size = sizeOf(layer.shape);
  const moments = new Moments(size);
  for (const [begin, end] of batches(n, size + input.length)) {
    const samples = Array.from({ length: end - begin }, () => draw(question, random));
    const { gradients } = await model.gradientsAt(
      { values: joined(samples.map(({ point }) => point)) },
      target,
      layer.node,
    );
    const changes = [...itemsOf(await changesOf(question, samples), size)];
    [...itemsOf(gradients, size)].forEach((gradient, i) => {
      moments.add(scaled(gradient, changes[i], options));
    });
  }
  return { attributions: moments.mean, standardError: moments.standardError() };
}

function draw({ lines, options: { deviation = 0 } }: Question, random: Random): Sample {
  const { baseline: from, input }: Line = lines[Math.floor(random() * lines.length)];
  const to = deviation === 0 ? input : input.map((x) => x + deviation * normal(random));
  const alpha = random();
  return { from, to, point: pointAt({ baseline: from, input: to }, alpha) };
}

/** What the layer changes along the line of each sample. */
async function changesOf({ model, layer }: Question, samples: readonly Sample[]): Promise<Float64Array> {
  const [from, to] = [joined(samples.map((sample) => sample.from)), joined(samples.map((sample) => sample.to))];
  if (layer.node < 0) return difference(from, to);
  return difference(await model.unitsAt({ values: from }, layer.node), await model.unitsAt({ values: to }, layer.node));
}
