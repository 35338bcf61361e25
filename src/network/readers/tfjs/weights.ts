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

/** Bytes of the tensors of a group, which its files hold together. */
export function bytesOf(group: Fields): number {
  return tensorsOf(group).map(bytesOfTensor).reduce((a, b) => a + b, 0);
}

/** @param files contents of the files of each group; a tensor may begin in one file of its group and end in the next */
export function decodeWeights(groups: readonly Fields[], files: readonly Uint8Array[]): Weights {
  const weights = new Map<string, Weight>();
  let next = 0;
  for (const group of groups) {
    const count = group.texts('paths').length;
    const bytes = joined(files.slice(next, next + count));
    next += count;
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
  const size = bytesOf(group);
  if (bytes.length !== size) {
    const paths = group.texts('paths').join(', ');
    throw new UserError(`the weights in ${paths} are ${bytes.length} bytes, expected ${size}; a file is truncated, damaged or of another model.`);
  }
  let end = 0;
  return tensorsOf(group).map((tensor) => {
    const start = end;
    end += bytesOfTensor(tensor);
    return [tensor.text('name'), { shape: tensor.sizes('shape'), data: decodeNumbers(tensor, bytes.slice(start, end)) }];
  });
}

function tensorsOf(group: Fields): Fields[] {
  return group.list('weights').map((tensor) => new Fields(tensor, 'a tensor of weightsManifest'));
}

function bytesOfTensor(tensor: Fields): number {
  return sizeOf(tensor.sizes('shape')) * bytesPerNumber(tensor);
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
