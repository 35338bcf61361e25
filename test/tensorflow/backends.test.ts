import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backends, loadBackend, tryBackend, type Import } from '../../src/tensorflow/backends/index.ts';
import { gradientsInFloat64, knownAnswerError } from '../../src/tensorflow/backends/knownAnswer.ts';
import { backendNames } from '../../src/gradients/index.ts';
import { backendsHere, relativeDistance, webgpuHere } from '../gradients/support.ts';

const fastest = await backendsHere();
const here = [...fastest, ...webgpuHere()];

describe('loadBackend', () => {
  it('knows auto and every backend', () => {
    expect(backendNames).toEqual(['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu']);
  });

  it('makes the backend of that name the current one, and names its device', async () => {
    for (const name of here) {
      const loaded = await loadBackend(name);
      expect(loaded.backend).toBe(name);
      expect(loaded.name).not.toBe('');
      expect(tf.getBackend()).toBe(name);
    }
  });

  it('auto takes the fastest that works, but no software that stands in for a GPU', async () => {
    const loaded = await loadBackend('auto');
    expect(loaded.backend).toBe(loaded.kind === 'gpu' ? loaded.backend : fastest[0]);
    expect(tf.getBackend()).toBe(loaded.backend);
  });

  it('an unknown name is an error that suggests the nearest', async () => {
    await expect(loadBackend('wams')).rejects.toThrow("Unknown backend 'wams'. Did you mean 'wasm'?");
  });

  it('a CPU is refused where a GPU is required, with the name of the CPU', async () => {
    await expect(loadBackend('wasm', { requireGpu: true })).rejects.toThrow(
      /^Backend 'wasm' has no GPU: it computes on .*, one thread\./,
    );
  });

  it.runIf(here.includes('webgpu'))('a software adapter counts as a CPU', async () => {
    const { kind, name, advice } = await loadBackend('webgpu');
    expect([kind, /software/.test(name), /driver/.test(advice ?? '')]).toEqual(
      kind === 'gpu' ? ['gpu', false, false] : ['cpu', true, true],
    );
  });

  it('nothing is printed to stdout', async () => {
    const write = vi.spyOn(process.stdout, 'write');
    for (const name of here) {
      await loadBackend(name);
      tf.ones([2]).dispose();
    }
    expect(write).not.toHaveBeenCalled();
    write.mockRestore();
  });
});

describe('the test with known answers', () => {
  beforeEach(() => loadBackend('cpu'));

  it('stays clear of kinks', () => {
    // Differences over a wide step would see the other side of a kink that is nearer than the step.
    expect(relativeDistance(gradientsInFloat64(1e-3), gradientsInFloat64(1e-5))).toBeLessThan(1e-5);
  });

  it.each(here)('passes on %s with an error of rounding only', async (name) => {
    const { error } = await loadBackend(name);
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-5);
  });

  it.each([
    ['zeros', (data: Float32Array) => data.fill(0), 1],
    ['NaN', (data: Float32Array) => data.fill(NaN), NaN],
    ['results of the wrong item', (data: Float32Array) => data.reverse(), 0.01],
  ])('a device that computes %s fails it', async (_, spoil, least) => {
    const device = await tryBackend(backends[3]);
    const spoiling = {
      ...device,
      perform: async <T>(compute: () => Promise<T>) => spoil((await compute()) as Float32Array) as T,
    };
    const error = await knownAnswerError(spoiling);
    if (Number.isNaN(least)) expect(error).toBeNaN();
    else expect(error).toBeGreaterThanOrEqual(least);
  });

  it('auto passes over a backend that computes garbage, and one that is named says so', async () => {
    await loadBackend('wasm');
    const read = vi
      .spyOn(tf.backend() as unknown as { readSync(id: object): Float32Array }, 'readSync')
      .mockReturnValue(new Float32Array(1000));
    try {
      await expect(loadBackend('wasm')).rejects.toThrow("Backend 'wasm' does not work. It computes wrong results on");
      const plainOnly: Import = (name) =>
        /wasm|cpu/.test(name) ? import(name) : Promise.reject(new Error('pulled out'));
      expect((await loadBackend('auto', { importPackage: plainOnly })).backend).toBe('cpu');
    } finally {
      read.mockRestore();
    }
  });
});
