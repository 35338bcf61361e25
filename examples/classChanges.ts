/**
 * What a network says on the way from the black image to a digit: where its answer changes, and where the output of
 * the digit's class gathers what it gains. Both come with exact attributions at no cost.
 *
 *     node --import tsx examples/classChanges.ts
 */
import { explain, loadData, loadNetwork, processImage } from 'exact-ig';

const loaded = await loadNetwork('mnist_convsmall');
const { images } = await loadData(loaded);

for (const image of [0, 7, 8, 33]) {
  const input = processImage(images.pixels[image], loaded.processing);
  const [{ line }] = await explain(loaded.network, {
    method: 'integrated_gradients',
    input,
    target: images.labels[image],
  });
  if (line?.gathered === undefined || line.classChanges === undefined)
    throw new Error('the output is the same at both ends');
  const changes = line.classChanges.map(({ alpha, from, to }) => `${from} becomes ${to} at ${alpha.toFixed(4)}`);
  console.log(`Image ${image}, a ${images.labels[image]}: ${changes.join(', ') || 'the answer never changes'}.`);
  console.log(`  Half of the change is gathered at ${half(line.alphas, line.gathered).toFixed(4)}.`);
}

/** Where the output has gained half of its change; it is straight between two breakpoints. */
function half(alphas: Float64Array, gathered: Float64Array): number {
  const end = gathered.findIndex((share) => share >= 0.5);
  const part = (0.5 - gathered[end - 1]) / (gathered[end] - gathered[end - 1]);
  return alphas[end - 1] + part * (alphas[end] - alphas[end - 1]);
}
