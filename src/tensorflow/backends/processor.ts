import type { Device } from './backend.ts';

/** More memory than this makes no batch faster on a CPU: it leaves the caches. */
const enough = 64 * 2 ** 20;

/** A backend that computes on this machine's processor. */
export function processor(threads: 'one thread' | 'all threads'): Device {
  // An import would stop bundlers for browsers.
  const { availableParallelism, cpus } = process.getBuiltinModule('node:os');
  const model = cpus().at(0)?.model.trim() ?? 'unknown processor';
  return {
    name: `${model}, ${threads === 'one thread' ? threads : `${availableParallelism()} threads`}`,
    kind: 'cpu',
    memory: Math.min(enough, process.availableMemory() / 4),
    largestTensor: Infinity,
    perform: (compute) => compute(),
  };
}
