/**
 * Which pixels of a digit speak for its class: exact integrated gradients of a bundled network, as a map.
 *
 *     node --import tsx examples/attributions.ts
 */
import { explain, loadData, loadNetwork, processImage } from 'exact-ig';

const loaded = await loadNetwork('mnist_convsmall');
const { network, processing } = loaded;
const { images } = await loadData(loaded);
const input = processImage(images.pixels[0], processing);
const target = images.labels[0];

const [{ attributions, completeness, regions }] = await explain(network, {
  method: 'integrated_gradients',
  input,
  target,
});

console.log(`Output ${target} rises by ${completeness?.difference.toFixed(3)} from the black image to image 0.`);
console.log(
  `The attributions sum to that within ${completeness?.gap.toExponential(0)}; linear regions on the way: ${regions}.`,
);

// From '=', strongly against the class, to '#', strongly for it; by the square root, so that weak ones show.
const marks = ['=', '-', ' ', '+', '#'];
const largest = attributions.reduce((most, attribution) => Math.max(most, Math.abs(attribution)), 0);
const markOf = (attribution: number): string =>
  marks[2 + Math.sign(attribution) * Math.round(2 * Math.sqrt(Math.abs(attribution) / largest))];

const [rows, columns] = network.inputShape;
for (let row = 0; row < rows; row++) {
  console.log([...attributions.subarray(row * columns, (row + 1) * columns)].map(markOf).join('').trimEnd());
}
