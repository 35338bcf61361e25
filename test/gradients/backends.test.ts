import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { loadBackend } from '../../src/gradients/backends/index.ts';
import { backendNames } from '../../src/gradients/index.ts';
import { backendsHere } from './support.ts';

const here = await backendsHere();

describe('loadBackend', () => {
  it('knows auto and every backend, fastest first', () => {
    expect(backendNames).toEqual(['auto', 'tensorflow', 'wasm', 'cpu']);
  });

  it('makes the backend of that name the current one', async () => {
    for (const name of here) {
      expect(await loadBackend(name)).toBe(name);
      expect(tf.getBackend()).toBe(name);
    }
  });

  it('auto takes the first that loads', async () => {
    expect(await loadBackend('auto')).toBe(here[0]);
  });

  it('an unknown name is an error that suggests the nearest', async () => {
    await expect(loadBackend('wams')).rejects.toThrow("Unknown backend 'wams'. Did you mean 'wasm'?");
  });

  it.skipIf(here.includes('tensorflow'))('a named backend that does not load is an error with the reason', async () => {
    const error: unknown = await loadBackend('tensorflow').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/'tensorflow' does not load: .*tfjs-node-gpu/);
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
