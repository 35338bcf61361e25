import { UserError } from '../../../errors.ts';
import { sizeOf, type Shape } from '../../shape.ts';
import { Fields } from './fields.ts';
import { bytesPerNumber, decodeNumbers } from './numbers.ts';

/** A tensor of weights, row-major. */
export interface Weight {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** Tensors by name: `layer/weight`. */
export type Weights = ReadonlyMap<string, Weight>;

/** Names of the files of weights, beside `model.json`, in the order in which `decodeWeights` takes their contents. */
export function filesOf(groups: readonly Fields[]): string[] {
  return groups.flatMap((group) => group.texts('paths'));
}

/** @param files contents of `filesOf`; a tensor may begin in one file of its group and end in the next */
export function decodeWeights(groups: readonly Fields[], files: readonly Uint8Array[]): Weights {
  const weights = new Map<string, Weight>();
  let next = 0;
  for (const group of groups) {
    const paths = filesOf([group]);
    const bytes = joined(files.slice(next, next + paths.length));
    next += paths.length;
    for (const [name, weight] of decodeGroup(group, bytes)) {
      weights.set(name, weight);
      const short = withoutCell(name);
      if (!weights.has(short)) weights.set(short, weight);
    }
  }
  return weights;
}

/** Tensors that stand one after the other. */
function decodeGroup(group: Fields, bytes: Uint8Array<ArrayBuffer>): [name: string, weight: Weight][] {
  const tensors = group.list('weights').map((tensor) => new Fields(tensor, 'a tensor of weightsManifest'));
  const sizes = tensors.map((tensor) => sizeOf(tensor.numbers('shape')) * bytesPerNumber(tensor));
  const size = sizes.reduce((a, b) => a + b, 0);
  if (bytes.length !== size) {
    const paths = group.texts('paths').join(', ');
    throw new UserError(`the weights in ${paths} are ${bytes.length} bytes, expected ${size}; a file is truncated, damaged or of another model.`);
  }
  let end = 0;
  return tensors.map((tensor, i) => {
    end += sizes[i];
    const data = decodeNumbers(tensor, bytes.slice(end - sizes[i], end));
    return [tensor.text('name'), { shape: tensor.numbers('shape'), data }];
  });
}

function joined(files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const file of files) {
    bytes.set(file, offset);
    offset += file.length;
  }
  return bytes;
}

/** TensorFlow 2.2 and later may write `layer/cell/weight`; TensorFlow.js leaves the cell out too. */
function withoutCell(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), ...parts.slice(-1)].join('/');
}
