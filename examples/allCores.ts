/**
 * One image on all cores: the line from the black image is cut into parts, and each thread attributes one of them. It
 * pays for large networks; images in numbers are better shared out whole, one to a thread.
 *
 *     node --import tsx examples/allCores.ts
 */
import { loadData, openExact, processImage } from 'exact-ig';

const exact = await openExact('mnist_convbig'); // or the path of your file; { threads: 4 } takes fewer cores
const { images } = await loadData(exact.loaded);

for (const image of [0, 1]) {
  const input = processImage(images.pixels[image], exact.loaded.processing);
  const { attributions, regions, outputDifference } = await exact.attribute({
    baseline: new Float64Array(input.length),
    input,
    target: images.labels[image],
  });
  const sum = attributions.reduce((total, attribution) => total + attribution, 0);
  console.log(`Image ${image}: ${regions} regions; ${sum.toFixed(6)} of ${outputDifference.toFixed(6)} is attributed.`);
}

await exact.close(); // ends the threads, for which the process would wait
