import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchOf, loadWorkloads, Progress, type Workload, type WorkloadSetup } from '../../src/experiment/index.ts';

let folder: string;
let data: string;
/** What the user is told. */
let told: string;
const row = (label: number, pixel: number | string = 0): string => [label, ...Array<unknown>(784).fill(pixel)].join();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workloads-'));
  data = join(folder, 'data.csv');
  writeFileSync(data, [row(7, 1), row(2, 'x'), row(10), row(1, 255), ''].join('\n'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The workload of mnist_dense, which takes 784 pixels and has 10 outputs. */
async function workload(images: string | undefined, usual = 1): Promise<Workload> {
  told = '';
  const progress = new Progress(false, {
    write: (text: string) => {
      told += text;
      return true;
    },
  });
  const [only] = await loadWorkloads({ networks: 'mnist_dense', data, images }, usual, { seed: 0, jobs: 1, progress });
  return only;
}

describe('The images of a network', () => {
  it('are those that are asked for, and no other row of the data is looked into', async () => {
    expect((await workload('0,3')).images).toEqual([0, 3]);
    expect((await workload(undefined)).images).toEqual([0]);
  });

  it.each([
    ['0-4', "Images '0-4': there is no image 4. There are 4, from 0 to 3."],
    ['0-1', "data.csv:2: column 2 is 'x', expected a pixel"],
    ['2', "image 2 has the label 10, but 'mnist_dense' has only 10 outputs."],
  ])('%s are refused before anything is computed', async (images, message) => {
    await expect(workload(images)).rejects.toThrow(message);
  });

  it('are all there are where nobody says which and there are fewer than usual, which is told', async () => {
    writeFileSync(data, [row(7), row(2), ''].join('\n'));
    expect((await workload(undefined, 100)).images).toEqual([0, 1]);
    expect(told).toBe('data.csv has 2 images, which are all taken for mnist_dense.\n');
  });
});

describe('The batch of a network', () => {
  it('has an item for each image, known by network, image and what stands behind, and where jobs find both', async () => {
    const module = new URL('file:///job.js');
    const own = await workload('0-1');
    const batch = batchOf<WorkloadSetup & { readonly more: number }, number>(own, {
      module,
      inThisThread: false,
      setup: { more: 1 },
      place: { backend: 'cpu' },
      jobOf: (image, index) => 10 * image + index,
    });
    expect(batch.items.map(({ place }) => Object.entries(place).flat())).toEqual([
      ['network', 'mnist_dense', 'image', 0, 'backend', 'cpu'],
      ['network', 'mnist_dense', 'image', 1, 'backend', 'cpu'],
    ]);
    expect(batch.items.map(({ job }) => job)).toEqual([0, 11]);
    expect(batch).toMatchObject({ module, files: [...own.network.files, data] });
    expect(batch.setup).toMatchObject({ more: 1, network: 'mnist_dense', rows: { path: data, count: 2 } });
  });
});
