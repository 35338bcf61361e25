/**
 * What sampling costs: how many gradients each quadrature rule takes to come within 1 % of the exact attributions.
 *
 *     node --import tsx examples/accuracyOnDemand.ts
 */
import { explain, loadData, loadNetwork, processImage, rules } from 'exact-ig';

const loaded = await loadNetwork('mnist_convsmall');
const { images } = await loadData(loaded);
const input = processImage(images.pixels[0], loaded.processing);
const request = { method: 'integrated_gradients' as const, input, target: images.labels[0] };

for (const { name } of rules) {
  const [{ n, gradients, verdict }] = await explain(loaded.network, { ...request, rule: name, within: 0.01 });
  const error = (100 * (verdict.error ?? 0)).toFixed(2);
  console.log(`${name}: ${n} partitions, ${gradients} gradients in all, ${error} % from ${verdict.against}`);
}

const [{ gradients, regions, verdict }] = await explain(loaded.network, request);
console.log(`exact: ${regions} regions, ${gradients} gradients, converged by ${verdict.against}`);
