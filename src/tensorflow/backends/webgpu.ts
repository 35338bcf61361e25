import { backend as currentBackend } from '@tensorflow/tfjs-core';
import type { Backend, Device } from './backend.ts';
import { dawnPackage, driver, provideGpu, withdrawGpu, type GpuAdapter, type GpuDevice } from './dawn.ts';
import { activate, importOptional } from './packages.ts';

const backendPackage = '@tensorflow/tfjs-backend-webgpu';

/** WebGPU in Node: a GPU through Vulkan, Metal or Direct3D 12, with no CUDA. */
export const webgpu: Backend = {
  name: 'webgpu',
  packages: [dawnPackage, backendPackage],
  async load(importPackage) {
    const adapter = await provideGpu(importPackage);
    try {
      await importOptional(importPackage, backendPackage, `npm rebuild ${backendPackage}`);
      await activate(this.name, driver);
    } catch (error) {
      withdrawGpu();
      throw error;
    }
    const { device } = currentBackend() as unknown as { device: GpuDevice };
    return { ...describe(adapter), perform: (compute) => performChecked(device, compute) };
  },
};

/** WebGPU does not tell a device's memory; batches beyond this gain nothing. */
const enough = 2 ** 30;

function describe({ info, limits }: GpuAdapter): Omit<Device, 'perform'> {
  const { vendor, architecture, device, description } = info;
  const names = [description, device, architecture, vendor].filter((name) => name !== '');
  const software = info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(names.join());
  return {
    name: `${names.at(0) ?? 'unnamed adapter'}${software ? ' (software)' : ''}`,
    kind: software ? 'cpu' : 'gpu',
    memory: Math.min(enough, process.availableMemory() / 4),
    largestTensor: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize),
    ...(software && { advice: `This adapter is software. To use a GPU: ${driver}.` }),
  };
}

/** WebGPU reports errors to scopes, not to the caller; what is computed after one is garbage. */
async function performChecked<T>(device: GpuDevice, compute: () => Promise<T>): Promise<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  const computed = compute();
  const scopes = Promise.all([device.popErrorScope(), device.popErrorScope()]);
  await Promise.allSettled([computed, scopes]);
  const reported = (await scopes).find((error) => error !== null);
  if (reported) throw new Error(`WebGPU: ${reported.message}`);
  return computed;
}
