import { extname } from 'node:path';
import { UserError } from '../base/index.ts';
import { OnnxRuntime } from './onnxRuntime.ts';
import type { Runtime } from './runtime.ts';
import { TensorFlowJs } from './tensorflowJs.ts';

/** The registry: runtimes by the extension of the files that are made for them. */
const runtimes = new Map<string, (path: string, output?: string) => Promise<Runtime>>([
  ['.onnx', (path, output) => OnnxRuntime.open(path, output)],
  ...['.json', '.keras', '.h5', '.hdf5'].map(
    (extension) => [extension, (path: string) => TensorFlowJs.open(path)] as const,
  ),
]);

/**
 * @param output the only one that is read; it may be any value in the file
 * @throws UserError if the file is of a format without a runtime, or its runtime is not installed or refuses it
 */
export async function openRuntime(path: string, output?: string): Promise<Runtime> {
  const open = runtimes.get(extname(path).toLowerCase());
  if (open !== undefined) return open(path, output);
  throw new UserError(
    `${path} is in a format that has no runtime of its own: ONNX files are compared with ONNX Runtime, TensorFlow.js models with TensorFlow.js, others with nothing.`,
  );
}
