import type { Network } from '../network/index.ts';
import { left } from '../quadrature/index.ts';
import { backends, tryBackend, Unavailable, type Backend, type Import, type LoadedBackend } from './backends/index.ts';
import { gradientsOf } from './networkGradients.ts';

/** What there is to know of one backend on this machine. */
export interface Examination {
  readonly backend: string;
  /** Its packages that are installed, each like `webgpu 0.6.2`. */
  readonly packages: readonly string[];
  /** Present if it works. */
  readonly working?: { readonly device: LoadedBackend; readonly gradientsPerSecond: number };
  /** Why it does not work, and what to do; of one that works what would make it faster. */
  readonly trouble?: { readonly reason: string; readonly remedy?: string };
}

/** Tries every backend in turn: loads it, tests it, and takes its time on a network. */
export async function* examineBackends(network: Network, importPackage?: Import): AsyncGenerator<Examination> {
  for (const backend of backends) {
    yield { backend: backend.name, packages: installed(backend), ...(await examine(backend, network, importPackage)) };
  }
}

async function examine(
  backend: Backend,
  network: Network,
  importPackage?: Import,
): Promise<Pick<Examination, 'working' | 'trouble'>> {
  try {
    const device = await tryBackend(backend, importPackage);
    const working = { device, gradientsPerSecond: await speed(network, backend.name) };
    return { working, ...(device.advice !== undefined && { trouble: { reason: device.advice } }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { trouble: { reason, ...(error instanceof Unavailable && { remedy: error.remedy }) } };
  }
}

/** Long enough for the clock. */
const milliseconds = 400;
const fewestNodes = 8;
const mostNodes = 2 ** 16;

/** Gradients per second, at as many nodes of a line as take a while. */
async function speed(network: Network, backend: string): Promise<number> {
  const gradients = await gradientsOf(network, { backend });
  const line = { baseline: new Float64Array(network.inputSize), delta: new Float64Array(network.inputSize).fill(1) };
  try {
    const compute = (nodes: number): Promise<unknown> => gradients.integrate(line, 0, [left.measure(nodes)]);
    await compute(fewestNodes);
    for (let nodes = fewestNodes; ; nodes *= 2) {
      const began = performance.now();
      await compute(nodes);
      const taken = performance.now() - began;
      if (taken >= milliseconds || nodes >= mostNodes) return (1000 * nodes) / taken;
    }
  } finally {
    gradients.dispose();
  }
}

function installed({ packages }: Backend): string[] {
  const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
  return packages.flatMap((name) => {
    try {
      const { version } = require(`${name}/package.json`) as { version: string };
      return [`${name.replace(/^@.*\//, '')} ${version}`];
    } catch {
      return [];
    }
  });
}
