/**
 * How much other methods agree with exact integrated gradients, and how well each finds the pixels that matter.
 *
 *     node --import tsx examples/compareMethods.ts
 */
import {
  deletionScore,
  explain,
  insertionScore,
  loadData,
  loadNetwork,
  processImage,
  rankCorrelation,
  softmaxProbability,
} from 'exact-ig';

const loaded = await loadNetwork('mnist_dense');
const { network } = loaded;
const { images } = await loadData(loaded);
const input = processImage(images.pixels[0], loaded.processing);
const target = images.labels[0];

const probability = softmaxProbability(
  (points) => Promise.resolve(network.evaluate(points)),
  network.outputSize,
  target,
);
const baseline = new Float64Array(network.inputSize);
const [exact] = await explain(network, { method: 'integrated_gradients', input, target });

console.log('method                 rank correlation  insertion  deletion');
for (const method of [
  'integrated_gradients',
  'input_x_gradient',
  'saliency',
  'feature_ablation',
  'kernel_shap',
] as const) {
  const [{ attributions }] = await explain(network, { method, input, target });
  const scoring = { attributions, input, baseline, channels: 1 };
  const agreement = rankCorrelation(attributions, exact.attributions)?.toFixed(3) ?? '';
  const [insertion, deletion] = await Promise.all([
    insertionScore(probability, scoring),
    deletionScore(probability, scoring),
  ]);
  console.log(
    `${method.padEnd(21)}  ${agreement.padStart(16)}  ${insertion.toFixed(3).padStart(9)}  ${deletion.toFixed(3).padStart(8)}`,
  );
}
