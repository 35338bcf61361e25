/**
 * How much of an output flows through each filter of the last convolution: exact layer conductance.
 *
 *     node --import tsx examples/layerConductance.ts
 */
import { explain, loadData, loadNetwork, processImage } from 'exact-ig';

const loaded = await loadNetwork('mnist_convsmall');
const { images } = await loadData(loaded);
const input = processImage(images.pixels[0], loaded.processing);

// No layer is named: that is the last convolution. `npm run networks -- mnist_convsmall` lists the layers.
const [{ attributions, layer, shape, completeness }] = await explain(loaded.network, {
  method: 'layer_conductance',
  input,
  target: images.labels[0],
});

const filters = shape[2];
const conductance = Array.from({ length: filters }, (_, filter) =>
  attributions.reduce((sum, attribution, unit) => (unit % filters === filter ? sum + attribution : sum), 0),
);
const strongest = conductance
  .map((_, filter) => filter)
  .sort((a, b) => Math.abs(conductance[b]) - Math.abs(conductance[a]));

console.log(`Layer ${layer}, ${shape.join(' x ')}: its units' conductances sum to ${completeness?.sum.toFixed(6)},`);
console.log(`and output ${images.labels[0]} changes by ${completeness?.difference.toFixed(6)}.`);
for (const filter of strongest.slice(0, 5)) console.log(`filter ${filter}: ${conductance[filter].toFixed(3)}`);
