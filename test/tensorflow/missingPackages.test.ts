import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { loadBackend, type Import } from '../../src/tensorflow/backends/index.ts';

/** Imports with some packages pulled out: replaced, or made to throw. */
const withPackages =
  (instead: Readonly<Record<string, () => unknown>>): Import =>
  (name) =>
    name in instead ? Promise.resolve().then(instead[name]) : import(name);
const missing = (name: string) => (): never => {
  throw new Error(`Cannot find package '${name}' imported from /here/packages.ts`);
};
const broken = (message: string) => (): never => {
  throw new Error(`${message}\nRequire stack:`);
};
const gpuBinding = '@tensorflow/tfjs-node-gpu';
const cpuBinding = '@tensorflow/tfjs-node';
const noTensorflow = { [gpuBinding]: missing(gpuBinding), [cpuBinding]: missing(cpuBinding) };

/** Dawn with an adapter of this name, or none; how to get a device of it is not part of it. */
const dawnWith = (device: string | null) => (): unknown => ({
  globals: {},
  create: () => ({ requestAdapter: () => Promise.resolve(device && { info: { device } }) }),
});

describe('with a dependency pulled out', () => {
  const failure = async (choice: string, instead: Readonly<Record<string, () => unknown>>): Promise<string> => {
    const error: unknown = await loadBackend(choice, { importPackage: withPackages(instead) }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  };
  const noLibrary = 'libtensorflow.so.2: cannot open shared object file: No such file or directory';

  it.each([
    [
      'tensorflow',
      'neither binding installed',
      noTensorflow,
      `The package ${gpuBinding} is not installed. What helps: npm install ${gpuBinding}.`,
    ],
    [
      'tensorflow',
      'its library missing',
      { ...noTensorflow, [gpuBinding]: broken(noLibrary) },
      `is installed but does not load: ${noLibrary} What helps: npm rebuild ${gpuBinding}.`,
    ],
    [
      'tensorflow',
      'the other binding broken',
      { ...noTensorflow, [cpuBinding]: broken('bad ELF') },
      `The package ${cpuBinding} is installed but does not load: bad ELF`,
    ],
    [
      'webgpu',
      'Dawn not installed',
      { webgpu: missing('webgpu') },
      'The package webgpu is not installed. What helps: npm install webgpu.',
    ],
    [
      'webgpu',
      'Dawn broken',
      { webgpu: broken('dawn.node: wrong architecture') },
      'does not load: dawn.node: wrong architecture What helps: npm rebuild webgpu.',
    ],
    [
      'webgpu',
      'no driver',
      { webgpu: dawnWith(null) },
      'finds no adapter of Vulkan, Metal or Direct3D 12. What helps: Install or update the driver',
    ],
    [
      'webgpu',
      "Dawn's null adapter",
      { webgpu: dawnWith('null-backend') },
      'finds an adapter only that computes nothing. What helps: Install or update the driver',
    ],
    [
      'webgpu',
      'its backend not installed',
      { webgpu: dawnWith('a GPU'), '@tensorflow/tfjs-backend-webgpu': missing('@tensorflow/tfjs-backend-webgpu') },
      'The package @tensorflow/tfjs-backend-webgpu is not installed.',
    ],
    [
      'wasm',
      'its package not installed',
      { '@tensorflow/tfjs-backend-wasm': missing('@tensorflow/tfjs-backend-wasm') },
      'is not installed.',
    ],
    [
      'cpu',
      'a package that it needs missing',
      { '@tensorflow/tfjs-backend-cpu': missing('seedrandom') },
      'is installed but does not load',
    ],
  ])('%s with %s fails with the reason and what helps', async (backend, _, instead, reason) => {
    const message = await failure(backend, instead);
    expect(message).toMatch(new RegExp(`^Backend '${backend}' does not work\\.`));
    expect(message).toContain(reason);
  });

  it('auto falls back on the next that works', async () => {
    const instead = { ...noTensorflow, webgpu: missing('webgpu'), '@tensorflow/tfjs-backend-wasm': broken('no SIMD') };
    expect((await loadBackend('auto', { importPackage: withPackages(instead) })).backend).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
  });

  it('auto says of each why it does not work when none does', async () => {
    const instead = {
      ...noTensorflow,
      webgpu: dawnWith(null),
      '@tensorflow/tfjs-backend-wasm': broken('no SIMD'),
      '@tensorflow/tfjs-backend-cpu': broken('gone'),
    };
    const lines = (await failure('auto', instead)).split('\n');
    expect(lines.map((line) => /^Backend '(\w+)' does not work/.exec(line)?.[1])).toEqual([
      'tensorflow',
      'webgpu',
      'wasm',
      'cpu',
      undefined,
    ]);
  });

  it('a backend that fails leaves no WebGPU behind, which could keep the process running', async () => {
    await failure('webgpu', { webgpu: dawnWith('a GPU'), '@tensorflow/tfjs-backend-webgpu': broken('gone') });
    expect('gpu' in navigator).toBe(false);
  });
});
