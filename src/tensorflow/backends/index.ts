import { enableProdMode } from '@tensorflow/tfjs-core';
import { UserError } from '../../base/index.ts';
import { backendNames } from '../../gradients/index.ts';
import { unknownName } from '../../names/index.ts';
import { Unavailable, type Backend, type Device, type Import } from './backend.ts';
import { cpu } from './cpu.ts';
import { knownAnswerError, tolerance } from './knownAnswer.ts';
import { firstLine, importInstalled } from './packages.ts';
import { tensorflow } from './tensorflow.ts';
import { wasm } from './wasm.ts';
import { webgpu } from './webgpu.ts';

export { Unavailable, type Backend, type Device, type Import } from './backend.ts';

/** The registry; `backendNames` has a name for each. */
export const backends: readonly Backend[] = [tensorflow, webgpu, wasm, cpu];

/** A backend that is taken if it has a device of one of these kinds. */
interface Attempt {
  readonly backend: Backend;
  readonly kinds: readonly Device['kind'][];
}

/** What `auto` tries in turn, fastest first. */
const preferences: readonly Attempt[] = [
  { backend: tensorflow, kinds: ['gpu'] },
  { backend: webgpu, kinds: ['gpu'] },
  { backend: tensorflow, kinds: ['cpu'] },
  { backend: wasm, kinds: ['cpu'] },
  { backend: cpu, kinds: ['cpu'] },
];

/** Which of the backends that work `auto` takes. */
export function preferred(working: readonly LoadedBackend[]): LoadedBackend | undefined {
  for (const { backend, kinds } of preferences) {
    const found = working.find((loaded) => loaded.backend === backend.name && kinds.includes(loaded.kind));
    if (found) return found;
  }
  return undefined;
}

/** A backend that has loaded and computes what it should. */
export interface LoadedBackend extends Device {
  readonly backend: string;
  /** Relative, of the test with known answers. */
  readonly error: number;
}

export interface BackendOptions {
  /** Refuse a CPU, and software that stands in for a GPU. */
  readonly requireGpu?: boolean;
  /** How packages are imported; default: from where this one is installed. */
  readonly importPackage?: Import;
}

/**
 * Loads a backend, tests it and makes it the current one of TensorFlow.js.
 *
 * @param choice one of `backendNames`; `auto` is the first that works, those on a GPU before all others
 * @throws UserError if the name is unknown or no backend that may be taken works, with the reason for each
 */
export async function loadBackend(
  choice: string,
  { requireGpu = false, importPackage = importInstalled }: BackendOptions = {},
): Promise<LoadedBackend> {
  const reasons = new Set<string>();
  for (const { backend, kinds } of attemptsFor(choice, requireGpu)) {
    try {
      const device = await start(backend, importPackage);
      if (kinds.includes(device.kind)) return await verify(backend, device);
      reasons.add(`Backend '${backend.name}' has no GPU: it computes on ${device.name}. ${device.advice ?? ''}`.trim());
    } catch (error) {
      reasons.add(`Backend '${backend.name}' does not work. ${firstLine(error)} ${remedyOf(error)}`.trim());
    }
  }
  const remedy = requireGpu
    ? 'Without --require-gpu a CPU will do.'
    : 'Choose another with --backend, or see what the command doctor says.';
  throw new UserError([...reasons, remedy].join('\n'));
}

/**
 * Loads one backend and makes it the current one of TensorFlow.js, on whatever device it has.
 *
 * @throws Unavailable if it does not load or fails the test with known answers
 */
export async function tryBackend(backend: Backend, importPackage: Import = importInstalled): Promise<LoadedBackend> {
  return verify(backend, await start(backend, importPackage));
}

function attemptsFor(choice: string, requireGpu: boolean): readonly Attempt[] {
  if (choice === 'auto') return requireGpu ? preferences.filter(({ kinds }) => kinds.includes('gpu')) : preferences;
  const backend = backends.find(({ name }) => name === choice);
  if (backend === undefined) throw unknownName('backend', choice, backendNames);
  return [{ backend, kinds: requireGpu ? ['gpu'] : ['gpu', 'cpu'] }];
}

function start(backend: Backend, importPackage: Import): Promise<Device> {
  enableProdMode(); // or TensorFlow.js prints greetings
  return backend.load(importPackage);
}

async function verify({ name }: Backend, device: Device): Promise<LoadedBackend> {
  const error = await knownAnswerError(device);
  if (error <= tolerance) return { ...device, backend: name, error };
  throw new Unavailable(
    `It computes wrong results on ${device.name}: their relative error is ${error.toPrecision(2)}, ${tolerance} is tolerated.`,
    'Update the driver of the device.',
  );
}

function remedyOf(error: unknown): string {
  return error instanceof Unavailable ? `What helps: ${error.remedy.replace(/\.?$/, '.')}` : '';
}
