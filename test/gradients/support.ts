import { loadBackend } from '../../src/tensorflow/backends/index.ts';
import type { Network } from '../../src/network/index.ts';

/** The backends to test: wasm and cpu always, tensorflow where its library loads. */
export async function backendsHere(): Promise<string[]> {
  try {
    return [(await loadBackend('tensorflow')).backend, 'wasm', 'cpu'];
  } catch {
    console.warn("Skipped: gradients on backend 'tensorflow', which does not load here.");
    return ['wasm', 'cpu'];
  }
}

/** The webgpu backend where VK_ICD_FILENAMES names a Vulkan driver; a software one will do, but is slow. */
export function webgpuHere(): string[] {
  if (process.env.VK_ICD_FILENAMES) return ['webgpu'];
  console.warn("Skipped: gradients on backend 'webgpu', as VK_ICD_FILENAMES names no Vulkan driver.");
  return [];
}

/**
 * Oracle: the gradient of an output unit in float64 from values alone, `(F(x + h) - F(x - h)) / 2h` input by
 * input. Its error is h^2 F''' / 6 + 1e-16 F / h, of order 1e-10, away from kinks.
 */
export function centralDifferences(network: Network, point: Float64Array, target: number, h = 1e-5): Float64Array {
  const valueWith = (i: number, step: number): number =>
    network.evaluate(point.map((x, j) => (j === i ? x + step : x)))[target];
  return point.map((_, i) => (valueWith(i, h) - valueWith(i, -h)) / (2 * h));
}

/** |a - b| / |b| in the Euclidean norm; 0 for two vectors of zeros. */
export function relativeDistance(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((x, i) => x - b[i])) / (Math.hypot(...b) || 1);
}
