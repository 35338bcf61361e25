import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadWorkloads, Progress } from '../../src/experiment/index.ts';
import { bytesOnLine } from '../../src/line/index.ts';
import { loadNetwork } from '../../src/catalogue/index.ts';

const { network } = await loadNetwork('mnist_convsmall');
const least = bytesOnLine(network);
const load = (jobs: number, memory?: string): ReturnType<typeof loadWorkloads> =>
  loadWorkloads({ networks: 'mnist_convsmall', data: undefined, images: '0-9', memory }, 10, {
    seed: 0,
    jobs,
    progress: new Progress(true),
  });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('before a run memory is looked at', () => {
  it('and threads that it does not suffice for are refused, with how many it does', async () => {
    // What the network itself took is there already, which is less than another thread takes.
    vi.spyOn(process, 'availableMemory').mockReturnValue(3 * least);
    await expect(load(3)).resolves.toHaveLength(1);
    await expect(load(8)).rejects.toThrow(
      /^mnist_convsmall: an exact answer takes at least [\d.]+ MB in each of 8 threads, and this machine has [\d.]+ MB; take fewer threads \(--jobs 3\)/,
    );
    // More threads than images there are not.
    vi.spyOn(process, 'availableMemory').mockReturnValue(10 * least);
    await expect(load(100)).resolves.toHaveLength(1);
  });

  it('and a bound that is too narrow is refused', async () => {
    await expect(load(1, '2MB')).rejects.toThrow('mnist_convsmall: An exact answer takes at least');
    await expect(load(1, '8MB')).resolves.toHaveLength(1);
    await expect(load(1, 'much')).rejects.toThrow("'much' is no amount of memory");
  });
});
