import { Unavailable, type Import } from './backend.ts';
import { importOptional } from './packages.ts';

/*
 * The parts of WebGPU that are used here. TypeScript has no types for it, and those of the package are optional like
 * the package.
 */

interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<GpuAdapter | null>;
}

export interface GpuAdapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter: boolean;
  };
  readonly limits: { readonly maxBufferSize: number; readonly maxStorageBufferBindingSize: number };
}

export interface GpuDevice {
  pushErrorScope(filter: 'validation' | 'out-of-memory'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

export const dawnPackage = 'webgpu';
export const driver = 'Install or update the driver of the GPU; on Linux also its Vulkan part and libvulkan1';

/**
 * Puts Dawn, the WebGPU of Chromium, where browsers have theirs and TensorFlow.js looks for it.
 *
 * @returns the adapter that TensorFlow.js will take
 * @throws Unavailable if Dawn is not installed or finds none that computes
 */
export async function provideGpu(importPackage: Import): Promise<GpuAdapter> {
  const gpu = present() ?? (await createGpu(importPackage));
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Unavailable('WebGPU finds no adapter of Vulkan, Metal or Direct3D 12.', driver);
  if (adapter.info.device === nullDevice)
    throw new Unavailable('WebGPU finds an adapter only that computes nothing.', driver);
  define(navigatorHere(), 'gpu', gpu);
  return adapter;
}

/** Drivers crash when a second Dawn replaces one whose device is in use. */
function present(): Gpu | undefined {
  return (navigatorHere() as { gpu?: Gpu }).gpu;
}

async function createGpu(importPackage: Import): Promise<Gpu> {
  const dawn = (await importOptional(importPackage, dawnPackage, `npm rebuild ${dawnPackage}`)) as {
    readonly globals: object;
    create(options: readonly string[]): Gpu;
  };
  Object.assign(globalThis, dawn.globals);
  return dawn.create([]);
}

/** Takes Dawn away again; while it can be reached it may keep the process running. */
export function withdrawGpu(): void {
  Reflect.deleteProperty(navigatorHere(), 'gpu');
}

/** Dawn's name for the device that takes all commands, performs none and reports no error. */
const nullDevice = 'null-backend';

/** Node 20 has none. TensorFlow.js takes one without a user agent for a browser. */
function navigatorHere(): object {
  if (!('navigator' in globalThis)) define(globalThis, 'navigator', { userAgent: `Node.js/${process.versions.node}` });
  return navigator;
}

function define(target: object, name: string, value: object): void {
  Object.defineProperty(target, name, { value, configurable: true });
}
