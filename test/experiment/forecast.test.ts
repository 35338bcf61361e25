import { afterEach, describe, expect, it, vi } from 'vitest';
import { forecastInWords, loadWorkloads, Progress } from '../../src/experiment/index.ts';

const workloadOf = async (networks: string): ReturnType<typeof loadWorkloads> =>
  loadWorkloads({ networks, data: undefined, images: '3' }, 1, { seed: 0, jobs: 1, progress: new Progress(true) });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is said of a network before its images', () => {
  it('is about how many regions the first has and how long its exact answer takes, if that is long', async () => {
    const [workload] = await workloadOf('mnist_convbig');
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    expect(forecastInWords(workload)).toBeUndefined();
    let now = 0;
    clock.mockImplementation(() => (now += 10_000));
    expect(forecastInWords(workload)).toMatch(
      /^mnist_convbig: about [\d,]+ regions for image 3, and .+ for its exact answer alone\.$/,
    );
  });

  it('is nothing of small networks, which are not tried', async () => {
    const [workload] = await workloadOf('mnist_dense');
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => NaN);
    expect(forecastInWords(workload)).toBeUndefined();
    expect(clock).not.toHaveBeenCalled();
  });
});
